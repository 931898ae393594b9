// SPDX-License-Identifier: Apache-2.0
package org.gittheta.cli.command;

import java.io.IOException;
import java.util.List;
import org.gittheta.cli.CommandContext;
import org.gittheta.cli.Json;
import org.gittheta.cli.worktree.LinkedTree;

/**
 * Says which worktrees went, with their commits, so that a branch can be made again: {@code [{"path": "/work/lora",
 * "branch": "feat/lora", "head": "0123…"}]} as JSON.
 *
 * @param isDry whether they only would have gone
 * @param trees the worktrees
 */
record RemovedTrees(boolean isDry, List<LinkedTree> trees) {
    private static final int SHORT = 10;

    void print(CommandContext context, boolean isJson) throws IOException {
        if (!isJson) {
            for (LinkedTree tree : trees) {
                context.out()
                        .println((isDry ? "Would remove " : "Removed ")
                                + tree.path()
                                + tree.branch().map(branch -> " and " + branch).orElse("")
                                + tree.head()
                                        .map(id -> " (was " + id.substring(0, SHORT) + ")")
                                        .orElse(""));
            }
            return;
        }
        Json.write(context.out(), json -> {
            json.writeStartArray();
            for (LinkedTree tree : trees) {
                json.writeStartObject();
                json.writeStringField("path", tree.path().toString());
                json.writeStringField("branch", tree.branch().orElse(null));
                json.writeStringField("head", tree.head().orElse(null));
                json.writeEndObject();
            }
            json.writeEndArray();
        });
    }
}
