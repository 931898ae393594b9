// SPDX-License-Identifier: Apache-2.0
package org.gittheta.cli.command;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.gittheta.cli.CommandContext;
import org.gittheta.cli.Json;
import org.gittheta.cli.OneLine;
import org.gittheta.cli.job.JobGc;
import org.gittheta.cli.job.JobRecord;
import org.gittheta.cli.process.ShellWords;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * Lists jobs.
 *
 * <p>With {@code --json} it writes an array of {@code {"id": "…", "state": "running", "scheduler": null, "branch": "…",
 * "commit": "…", "results": null, "tree": "…", "source": "…", "host": "…", "begin": "…", "end": null, "exit": null,
 * "command": ["python", "train.py"]}}.
 */
@Command(
        name = "list",
        description =
                "Lists the jobs of this repository: running, finished, failed, or orphaned, that is gone without a word.",
        mixinStandardHelpOptions = true,
        footerHeading = "%nExamples:%n",
        footer = {"  git theta job list", "  git theta job list --json"})
public final class JobListCommand implements Callable<Integer> {
    private final CommandContext context;

    @Option(names = "--json", description = "Print the result as JSON.")
    private boolean isJson;

    /** Takes the world that the command runs in. */
    public JobListCommand(CommandContext context) {
        this.context = context;
    }

    @Override
    public Integer call() throws IOException {
        List<JobGc.Standing> jobs = new JobGc(context).list();
        if (isJson) {
            Json.write(context.out(), json -> {
                json.writeStartArray();
                for (JobGc.Standing job : jobs) {
                    write(json, job);
                }
                json.writeEndArray();
            });
            return 0;
        }
        List<List<String>> rows = new ArrayList<>();
        for (JobGc.Standing standing : jobs) {
            JobRecord job = standing.job();
            String exit = job.exit().isPresent() ? " " + job.exit().getAsInt() : "";
            long seconds = Duration.between(job.begin(), job.end().orElse(Instant.now()))
                    .toSeconds();
            rows.add(List.of(
                    job.id(),
                    standing.state() + exit,
                    job.scheduler().orElse("-"),
                    job.branch().isEmpty() ? job.commit().substring(0, 10) : job.branch(),
                    seconds + " s",
                    job.host(),
                    OneLine.of(ShellWords.join(job.command()))));
        }
        Table.print(context.out(), rows);
        return 0;
    }

    private static void write(JsonGenerator json, JobGc.Standing standing) throws IOException {
        JobRecord job = standing.job();
        json.writeStartObject();
        json.writeStringField("id", job.id());
        json.writeStringField("state", standing.state());
        json.writeStringField("scheduler", job.scheduler().orElse(null));
        json.writeStringField("branch", job.branch());
        json.writeStringField("commit", job.commit());
        json.writeStringField("results", job.results().orElse(null));
        json.writeStringField("tree", job.tree().toString());
        json.writeStringField("source", job.source().toString());
        json.writeStringField("host", job.host());
        json.writeStringField("begin", job.begin().toString());
        json.writeStringField("end", job.end().map(Instant::toString).orElse(null));
        Json.number(json, "exit", job.exit());
        Json.strings(json, "command", job.command());
        json.writeEndObject();
    }
}
