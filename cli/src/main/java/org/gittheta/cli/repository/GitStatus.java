// SPDX-License-Identifier: Apache-2.0
package org.gittheta.cli.repository;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.gittheta.storage.repository.Git;

/**
 * Holds what {@code git status --porcelain=v2} says of one path.
 *
 * @param path its path from the top of the worktree
 * @param staged how the index differs from HEAD: {@code .}, or {@code M}, {@code A}, {@code D}, {@code T}
 * @param unstaged how the working file differs from the index, likewise
 * @param headOid the blob in HEAD, zeros if there is none
 * @param indexOid the blob in the index, zeros if there is none
 * @param conflict whether the path is unmerged
 */
public record GitStatus(String path, char staged, char unstaged, String headOid, String indexOid, boolean conflict) {
    /** Asks git about all files it tracks that the pathspecs match, and returns those that changed, by path. */
    public static Map<String, GitStatus> of(Git git, List<String> pathspecs) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                "status", "--porcelain=v2", "-z", "--untracked-files=no", "--no-renames", "--ignore-submodules=all"));
        command.add("--");
        command.addAll(pathspecs);
        Map<String, GitStatus> changed = new LinkedHashMap<>();
        for (String part : git.run(command.toArray(String[]::new)).parts()) {
            GitStatus status = parse(part);
            if (status != null) {
                changed.put(status.path(), status);
            }
        }
        return changed;
    }

    private static GitStatus parse(String part) {
        if (part.startsWith("1 ")) {
            String[] words = part.split(" ", 9);
            return new GitStatus(words[8], words[1].charAt(0), words[1].charAt(1), words[6], words[7], false);
        }
        if (part.startsWith("u ")) {
            String[] words = part.split(" ", 11);
            return new GitStatus(words[10], 'U', 'U', words[8], words[8], true);
        }
        return null;
    }
}
