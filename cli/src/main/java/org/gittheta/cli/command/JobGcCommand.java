// SPDX-License-Identifier: Apache-2.0
package org.gittheta.cli.command;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.gittheta.cli.CommandContext;
import org.gittheta.cli.Json;
import org.gittheta.cli.OneLine;
import org.gittheta.cli.job.JobGc;
import org.gittheta.cli.repository.CommandSettings;
import org.gittheta.cli.worktree.Age;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * Removes what is left of jobs.
 *
 * <p>With {@code --json} it writes an array of {@code {"id": "…", "removed": true, "branches": ["…"], "reason": "…"}}.
 */
@Command(
        name = "gc",
        description = {
            "Removes the worktrees of jobs that finished or are gone, and of those that failed some time ago.",
            "One stays that has output which is not saved. Branches go whose commits a remote, a tag or another branch has."
                    + " Every launch does this first."
        },
        mixinStandardHelpOptions = true,
        footerHeading = "%nExamples:%n",
        footer = {"  git theta job gc --dry-run", "  git theta job gc --ttl 2d"})
public final class JobGcCommand implements Callable<Integer> {
    static final String TTL = "14d";

    private final CommandContext context;

    @Option(
            names = "--ttl",
            paramLabel = "AGE",
            description = "How long failed jobs stay: 14d, 2w, 12h; theta.job.ttl, or 14d.")
    private Optional<String> ttl = Optional.empty();

    @Option(
            names = {"-n", "--dry-run"},
            description = "Say what would go, and remove nothing.")
    private boolean isDry;

    @Option(names = "--json", description = "Print the result as JSON.")
    private boolean isJson;

    /** Takes the world that the command runs in. */
    public JobGcCommand(CommandContext context) {
        this.context = context;
    }

    @Override
    public Integer call() throws IOException {
        Duration age = ttl.isPresent()
                ? Age.parse(ttl.get(), "--ttl")
                : Age.parse(CommandSettings.of(context).text("theta.job.ttl", TTL), "theta.job.ttl");
        List<JobGc.Verdict> verdicts = new JobGc(context).run(age, isDry);
        if (isJson) {
            Json.write(context.out(), json -> {
                json.writeStartArray();
                for (JobGc.Verdict verdict : verdicts) {
                    json.writeStartObject();
                    json.writeStringField("id", verdict.job().id());
                    json.writeBooleanField("removed", verdict.isRemoved());
                    Json.strings(json, "branches", verdict.branches());
                    json.writeStringField("reason", verdict.reason());
                    json.writeEndObject();
                }
                json.writeEndArray();
            });
            return 0;
        }
        for (JobGc.Verdict verdict : verdicts) {
            String branches = verdict.branches().isEmpty() ? "" : ", and " + String.join(" and ", verdict.branches());
            context.out()
                    .println(OneLine.of(
                            verdict.isRemoved()
                                    ? (isDry ? "Would remove " : "Removed ")
                                            + verdict.job().id() + " (" + verdict.reason() + ")" + branches
                                    : "Kept " + verdict.job().id() + ": " + verdict.reason()));
        }
        return 0;
    }
}
