// SPDX-License-Identifier: Apache-2.0
package org.gittheta.cli.repository;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.gittheta.storage.repository.Git;

/**
 * Finds the checkpoints that git theta tracks: the regular files whose effective {@code filter} attribute is {@code
 * theta}.
 *
 * @param git git, run in the working directory
 * @param prefix the path of the working directory from the top of the worktree, ending with {@code /}, or empty
 */
public record TrackedFiles(Git git, String prefix) {
    private static final String EVERYTHING = ":/";

    /**
     * Holds the entries that some pathspecs match.
     *
     * @param checkpoints those that are tracked
     * @param others the rest
     */
    public record Listing(List<TrackedFile> checkpoints, List<TrackedFile> others) {}

    /**
     * Lists the index.
     *
     * @param pathspecs what to list, as git reads it from the working directory; empty for all of the worktree
     */
    public Listing inIndex(List<String> pathspecs) throws IOException {
        return list(git, false, pathspecs);
    }

    /** Lists the tree of a commit, by the attributes that it has there. */
    public Listing inTree(String revision, List<String> pathspecs) throws IOException {
        Path folder = Files.createTempDirectory("git-theta");
        Path index = folder.resolve("index");
        try {
            Git aside = git.with("GIT_INDEX_FILE", index.toString());
            aside.run("read-tree", revision + "^{tree}");
            return list(aside, true, pathspecs);
        } finally {
            Files.deleteIfExists(index);
            Files.deleteIfExists(folder.resolve("index.lock"));
            Files.delete(folder);
        }
    }

    private Listing list(Git where, boolean cached, List<String> pathspecs) throws IOException {
        List<String> command = new ArrayList<>(List.of("ls-files", "-t", "-s", "-z", "--full-name", "--"));
        command.addAll(pathspecs.isEmpty() ? List.of(EVERYTHING) : pathspecs);
        List<TrackedFile> regular = new ArrayList<>();
        List<TrackedFile> others = new ArrayList<>();
        for (String part : where.run(command.toArray(String[]::new)).parts()) {
            TrackedFile file = TrackedFile.parse(part);
            (file.isRegular() ? regular : others).add(file);
        }
        Set<String> tracked =
                tracked(where, cached, regular.stream().map(TrackedFile::path).toList());
        List<TrackedFile> checkpoints = new ArrayList<>();
        for (TrackedFile file : regular) {
            (tracked.contains(file.path()) ? checkpoints : others).add(file);
        }
        return new Listing(List.copyOf(checkpoints), List.copyOf(others));
    }

    /** Returns those of the paths, given from the top of the worktree, that attributes hand to git theta. */
    public Set<String> tracked(Collection<String> paths) throws IOException {
        return tracked(git, false, paths);
    }

    private Set<String> tracked(Git where, boolean cached, Collection<String> paths) throws IOException {
        Set<String> tracked = new HashSet<>();
        List<String> distinct = paths.stream().distinct().toList();
        if (distinct.isEmpty()) {
            return tracked;
        }
        List<String> parts = where.run(
                        input(distinct),
                        cached
                                ? new String[] {"check-attr", "--cached", "-z", "--stdin", "filter"}
                                : new String[] {"check-attr", "-z", "--stdin", "filter"})
                .parts();
        for (int i = 0; i < distinct.size() && 3 * i + 2 < parts.size(); i++) {
            if (parts.get(3 * i + 2).equals("theta")) {
                tracked.add(distinct.get(i));
            }
        }
        return tracked;
    }

    private byte[] input(List<String> paths) {
        ByteArrayOutputStream input = new ByteArrayOutputStream();
        for (String path : paths) {
            input.writeBytes(Worktree.shown(prefix, path).getBytes(StandardCharsets.UTF_8));
            input.write(0);
        }
        return input.toByteArray();
    }
}
