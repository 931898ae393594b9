// SPDX-License-Identifier: Apache-2.0
package org.gittheta.lfs.history;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.gittheta.storage.repository.Git;
import org.gittheta.storage.repository.Worktrees;

/**
 * Names everything from which somebody can get at a stub with git: for all worktrees, refs and HEADs, indexes, reflogs
 * and stashes, and what git is in the middle of.
 *
 * <p>{@code git rev-list --all --reflog --indexed-objects} covers most of it. It leaves out the refs that other
 * worktrees have for themselves (bisect, refs/worktree), and what stands in no ref: MERGE_HEAD after a pull of a URL.
 */
public final class Reachable {
    private static final Pattern ID = Pattern.compile("\\b(?:[0-9a-f]{40}|[0-9a-f]{64})\\b");

    private Reachable() {}

    /**
     * Returns what {@link StubWalk#reachable} takes. Our own pointers are left out: they name no stub.
     *
     * @param commonDirectory the directory that all worktrees share
     */
    public static List<String> revisions(Git git, Path commonDirectory) throws IOException {
        Worktrees worktrees = new Worktrees(commonDirectory);
        Set<String> ids = new LinkedHashSet<>();
        for (Path note : worktrees.notes()) {
            addIds(note, ids);
        }
        for (Path directory : worktrees.linked()) {
            ids.addAll(git.with("GIT_DIR", directory.toString())
                    .run("for-each-ref", "--format=%(objectname)", "refs/bisect", "refs/worktree", "refs/rewritten")
                    .text()
                    .lines()
                    .toList());
        }
        List<String> revisions =
                new ArrayList<>(List.of("--exclude=refs/theta/*", "--all", "--reflog", "--indexed-objects"));
        revisions.addAll(existing(git, ids));
        return revisions;
    }

    private static void addIds(Path note, Set<String> ids) throws IOException {
        try {
            Matcher matcher = ID.matcher(new String(Files.readAllBytes(note), StandardCharsets.ISO_8859_1));
            while (matcher.find()) {
                ids.add(matcher.group());
            }
        } catch (NoSuchFileException e) {
            // Git has just finished what it was in the middle of.
        }
    }

    /** Keeps those that the repository has: rev-list refuses others. */
    private static List<String> existing(Git git, Set<String> ids) throws IOException {
        if (ids.isEmpty()) {
            return List.of();
        }
        byte[] question = (String.join("\n", ids) + "\n").getBytes(StandardCharsets.US_ASCII);
        return git.with("GIT_NO_LAZY_FETCH", "1")
                .run(question, "cat-file", "--batch-check")
                .text()
                .lines()
                .filter(line -> !line.endsWith(" missing"))
                .map(line -> line.substring(0, line.indexOf(' ')))
                .toList();
    }
}
