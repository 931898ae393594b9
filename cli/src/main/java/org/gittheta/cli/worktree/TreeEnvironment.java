// SPDX-License-Identifier: Apache-2.0
package org.gittheta.cli.worktree;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** Says which variables a command gets that runs in a worktree. */
public final class TreeEnvironment {
    /** Names the top of the worktree to the command. */
    public static final String WORKTREE = "GIT_THETA_WORKTREE";

    private static final String PYTHON_PATH = "PYTHONPATH";

    private TreeEnvironment() {}

    /**
     * Returns them. {@code PYTHONPATH} begins with the worktree and its {@code src}, so that Python imports the worktree's
     * own code even if an editable install in the environment points to another tree.
     *
     * @param before the variables that the command would get otherwise
     */
    public static Map<String, String> of(Path top, Map<String, String> before) {
        StringBuilder path = new StringBuilder();
        Path sources = top.resolve("src");
        if (Files.isDirectory(sources)) {
            path.append(sources).append(File.pathSeparator);
        }
        path.append(top);
        String more = before.getOrDefault(PYTHON_PATH, "");
        if (!more.isEmpty()) {
            path.append(File.pathSeparator).append(more);
        }
        return Map.of(WORKTREE, top.toString(), PYTHON_PATH, path.toString());
    }
}
