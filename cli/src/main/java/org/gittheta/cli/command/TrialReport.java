// SPDX-License-Identifier: Apache-2.0
package org.gittheta.cli.command;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.gittheta.cli.CommandContext;
import org.gittheta.cli.Json;
import org.gittheta.cli.OneLine;
import org.gittheta.cli.merge.Evaluation;
import org.gittheta.cli.merge.Trials.Trial;

/**
 * Shows what came of strategies that were tried.
 *
 * <p>For programs it is an array of {@code {"strategy": "ties", "open": 0, "refused": [], "candidate": "/path",
 * "exitCode": 0, "lastLine": "loss 1.2", "seconds": 3.1}}; the candidate only if it was kept, the last three only if a command
 * ran.
 *
 * @param context the world of the command
 * @param isKept whether candidates are still there
 */
record TrialReport(CommandContext context, boolean isKept) {
    /** Prints a table. */
    void print(List<Trial> trials) {
        boolean anyOpen = trials.stream().anyMatch(trial -> trial.open() > 0);
        List<List<String>> rows = new ArrayList<>();
        List<String> heading = new ArrayList<>(List.of("strategy", "exit", "time"));
        if (anyOpen) {
            heading.add("open");
        }
        if (isKept) {
            heading.add("kept as");
        }
        heading.add("says");
        rows.add(heading);
        for (Trial trial : trials) {
            trial.refused()
                    .forEach(reason ->
                            context.err().println(OneLine.of("git theta: " + trial.strategy() + ": " + reason)));
            List<String> row = new ArrayList<>(List.of(trial.strategy()));
            row.add(trial.run().map(run -> "" + run.exitCode()).orElse("-"));
            row.add(trial.run()
                    .map(run -> String.format(Locale.ROOT, "%.1f s", seconds(run)))
                    .orElse("-"));
            if (anyOpen) {
                row.add("" + trial.open());
            }
            if (isKept) {
                row.add(OneLine.of(trial.candidate().toString()));
            }
            row.add(trial.run().map(run -> OneLine.of(run.lastLine())).orElse(""));
            rows.add(row);
        }
        Table.print(context.out(), rows);
    }

    private static double seconds(Evaluation.Run run) {
        return run.time().toMillis() / 1000.0;
    }

    /** Writes them for programs. */
    void json(List<Trial> trials) throws IOException {
        Json.write(context.out(), json -> {
            json.writeStartArray();
            for (Trial trial : trials) {
                json.writeStartObject();
                json.writeStringField("strategy", trial.strategy());
                json.writeNumberField("open", trial.open());
                Json.strings(json, "refused", trial.refused());
                if (isKept) {
                    json.writeStringField("candidate", trial.candidate().toString());
                }
                if (trial.run().isPresent()) {
                    Evaluation.Run run = trial.run().get();
                    json.writeNumberField("exitCode", run.exitCode());
                    json.writeStringField("lastLine", run.lastLine());
                    json.writeNumberField("seconds", seconds(run));
                }
                json.writeEndObject();
            }
            json.writeEndArray();
        });
    }
}
