// SPDX-License-Identifier: Apache-2.0
package org.gittheta.cli.command;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.gittheta.cli.CommandContext;
import org.gittheta.cli.Json;
import org.gittheta.cli.OneLine;
import org.gittheta.cli.job.JobRecord;
import org.gittheta.cli.job.JobRunner;
import org.gittheta.cli.job.Snapshot;
import org.gittheta.cli.process.ShellWords;

/**
 * Says how a job ran, or would run. As JSON:
 *
 * <pre>
 * {"id": "20261121-193000-1a2b", "branch": "job-20261121-193000", "commit": "0123…", "tree": "/…",
 *  "results": null, "exit": 0, "inPlace": null, "command": ["make"]}
 * </pre>
 *
 * <p>{@code inPlace} is why there was no snapshot, if there was none. What a dry run does not know is null.
 */
record JobExecReport(CommandContext context, List<String> words, boolean isJson) {
    int plan(JobRunner.Plan plan) throws IOException {
        if (isJson) {
            write(Optional.empty(), plan.snapshot(), OptionalInt.empty(), Optional.empty());
            return 0;
        }
        String what = plan.snapshot()
                .map(snapshot -> snapshot.branch().isEmpty() ? snapshot.commit() : snapshot.branch())
                .orElse("a snapshot of the working tree");
        context.out().println("Would run on " + what + ": " + OneLine.of(ShellWords.join(words)));
        context.out().println("  in a worktree in " + plan.directory());
        plan.links().forEach(link -> context.out().println("  linked: " + link));
        return 0;
    }

    int planInPlace(String reason) throws IOException {
        if (!isJson) {
            context.out().println(OneLine.of("Would run in place, without a snapshot, since " + reason));
            return 0;
        }
        write(Optional.empty(), Optional.empty(), OptionalInt.empty(), Optional.of(reason));
        return 0;
    }

    int inPlace(String reason, int exit) throws IOException {
        if (isJson) {
            write(Optional.empty(), Optional.empty(), OptionalInt.of(exit), Optional.of(reason));
        }
        return exit;
    }

    int ended(JobRecord job) throws IOException {
        if (isJson) {
            Snapshot snapshot = new Snapshot(job.branch(), job.commit(), false);
            write(Optional.of(job), Optional.of(snapshot), job.exit(), Optional.empty());
        }
        return job.exit().orElse(0);
    }

    private void write(Optional<JobRecord> job, Optional<Snapshot> snapshot, OptionalInt exit, Optional<String> inPlace)
            throws IOException {
        Json.write(context.out(), json -> {
            json.writeStartObject();
            json.writeStringField("id", job.map(JobRecord::id).orElse(null));
            json.writeStringField("branch", snapshot.map(Snapshot::branch).orElse(null));
            json.writeStringField("commit", snapshot.map(Snapshot::commit).orElse(null));
            json.writeStringField("tree", job.map(one -> one.tree().toString()).orElse(null));
            json.writeStringField("results", job.flatMap(JobRecord::results).orElse(null));
            Json.number(json, "exit", exit);
            json.writeStringField("inPlace", inPlace.orElse(null));
            Json.strings(json, "command", words);
            json.writeEndObject();
        });
    }
}
