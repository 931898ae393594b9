// SPDX-License-Identifier: Apache-2.0
package org.gittheta.cli.command;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.gittheta.cli.CommandContext;
import org.gittheta.cli.ExitCode;
import org.gittheta.cli.Json;
import org.gittheta.cli.OneLine;
import org.gittheta.cli.repository.Sizes;
import org.gittheta.cli.run.RunPlan;
import org.gittheta.cli.run.RunResult;

/**
 * Says what came of runs, as they end or, as JSON, when all have:
 *
 * <pre>
 * [{"row": "seed 1",            // "" without --foreach; for rerun the commit
 *   "action": "run",            // or "skip", "pick", "pass over"
 *   "exit": 0, "failed": false, "commit": "0123…", "message": "train"},   // commit: null if nothing was saved
 *  {"folder": "/work", "command": "cat a b", "inputs": ["a", "b"], "outputs": []}]   // with --dry-run
 * </pre>
 */
final class RunReport {
    private final CommandContext context;
    private final boolean isJson;
    private final List<Json.Body> bodies = new ArrayList<>();
    private boolean hasFailures;

    RunReport(CommandContext context, boolean isJson) {
        this.context = context;
        this.isJson = isJson;
    }

    void add(String row, RunResult result) {
        bodies.add(json -> write(json, row, result));
        boolean isUnsaved = result.isFailure() && !result.advice().isEmpty();
        hasFailures |= isUnsaved;
        String name = row.isEmpty() ? "" : row + ": ";
        context.out().flush();
        if (isUnsaved) {
            context.err().println(OneLine.of("git theta: " + name + result.advice()));
        } else if (!isJson) {
            String what =
                    result.commit().map(id -> "Saved " + id.substring(0, 10)).orElse("Nothing changed, no commit");
            context.out()
                    .println(
                            OneLine.of(name + what + (result.exit() == 0 ? "" : " (exit code " + result.exit() + ")")));
        }
    }

    void passed(String row, String action) {
        bodies.add(json -> {
            json.writeStartObject();
            json.writeStringField("row", row);
            json.writeStringField("action", action);
            json.writeEndObject();
        });
        if (action.equals("pass over")) {
            context.out().flush();
            context.err()
                    .println("git theta: " + row
                            + " is a merge and was passed over: the commits of both of its sides are here, one after the"
                            + " other, without what the merge itself changed");
        }
    }

    void plan(RunPlan plan) {
        bodies.add(json -> write(json, plan));
        if (!isJson) {
            context.out().println("Would run in " + plan.folder() + ": " + plan.text());
            plan.inputs().forEach(path -> context.out().println("  reads " + path));
            plan.outputs().forEach(path -> context.out().println("  writes " + path));
        }
    }

    void failed(Collection<String> rows) {
        if (!rows.isEmpty()) {
            context.out().flush();
            context.err()
                    .println("git theta: " + Sizes.count(rows.size(), "row")
                            + " failed; --retry-failed runs only them:");
            rows.forEach(row -> context.err().println("  " + OneLine.of(row)));
        }
    }

    /** Prints what was kept for the end, and returns the exit code. */
    int end() throws IOException {
        if (isJson) {
            Json.write(context.out(), json -> {
                json.writeStartArray();
                for (Json.Body body : bodies) {
                    body.write(json);
                }
                json.writeEndArray();
            });
        }
        return hasFailures ? ExitCode.NEGATIVE.number() : 0;
    }

    private static void write(JsonGenerator json, String row, RunResult result) throws IOException {
        json.writeStartObject();
        json.writeStringField("row", row);
        json.writeStringField("action", "run");
        json.writeNumberField("exit", result.exit());
        json.writeBooleanField("failed", result.isFailure());
        json.writeStringField("commit", result.commit().orElse(null));
        json.writeStringField("message", result.message());
        json.writeEndObject();
    }

    private static void write(JsonGenerator json, RunPlan plan) throws IOException {
        json.writeStartObject();
        json.writeStringField("folder", plan.folder().toString());
        json.writeStringField("command", plan.text());
        Json.strings(json, "inputs", plan.inputs());
        Json.strings(json, "outputs", plan.outputs());
        json.writeEndObject();
    }
}
