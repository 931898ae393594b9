// SPDX-License-Identifier: Apache-2.0
package org.gittheta.cli.worktree;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.gittheta.storage.repository.Git;

/**
 * Describes one worktree as {@code git worktree list --porcelain} does.
 *
 * @param path its topmost folder; of a bare repository its git directory
 * @param head the id of its commit; nothing before the first one
 * @param branch its branch without {@code refs/heads/}; nothing when HEAD is detached
 * @param isMain whether it is the one that the repository was made with
 * @param isBare whether there is no working tree
 * @param lock the reason why it is locked, which may be empty; nothing when it is not
 * @param isGone whether its folder is missing
 */
public record LinkedTree(
        Path path,
        Optional<String> head,
        Optional<String> branch,
        boolean isMain,
        boolean isBare,
        Optional<String> lock,
        boolean isGone) {
    private static final String HEADS = "refs/heads/";

    /** Asks git for all worktrees, the main one first. */
    public static List<LinkedTree> all(Git git) throws IOException {
        Git.Output output = git.attempt(new byte[0], "worktree", "list", "--porcelain", "-z");
        if (output.exitCode() == 0) {
            return parse(Arrays.asList(output.text().split("\0", -1)));
        }
        // Before 2.36 git knew no -z here.
        return parse(git.run("worktree", "list", "--porcelain").text().lines().toList());
    }

    /** Reads the lines of git's answer: an empty one ends each worktree. */
    static List<LinkedTree> parse(List<String> lines) {
        List<LinkedTree> trees = new ArrayList<>();
        List<String> group = new ArrayList<>();
        for (String line : lines) {
            if (!line.isEmpty()) {
                group.add(line);
            } else if (!group.isEmpty()) {
                trees.add(one(group, trees.isEmpty()));
                group.clear();
            }
        }
        if (!group.isEmpty()) {
            trees.add(one(group, trees.isEmpty()));
        }
        return trees;
    }

    private static LinkedTree one(List<String> lines, boolean isMain) {
        return new LinkedTree(
                Path.of(value(lines, "worktree").orElseThrow()),
                value(lines, "HEAD").filter(id -> id.chars().anyMatch(c -> c != '0')),
                value(lines, "branch").map(ref -> ref.startsWith(HEADS) ? ref.substring(HEADS.length()) : ref),
                isMain,
                lines.contains("bare"),
                lines.contains("locked") ? Optional.of("") : value(lines, "locked"),
                lines.contains("prunable") || value(lines, "prunable").isPresent());
    }

    private static Optional<String> value(List<String> lines, String key) {
        return lines.stream()
                .filter(line -> line.startsWith(key + " "))
                .map(line -> line.substring(key.length() + 1))
                .findFirst();
    }

    /** Returns what people call it: the name of its folder. */
    public String name() {
        Path last = path.getFileName();
        return last == null ? path.toString() : last.toString();
    }
}
