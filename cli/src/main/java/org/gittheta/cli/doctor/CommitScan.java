// SPDX-License-Identifier: Apache-2.0
package org.gittheta.cli.doctor;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.gittheta.cli.CommandContext;
import org.gittheta.storage.repository.Git;
import org.gittheta.storage.stub.StubFormat;

/**
 * Finds commits that add a raw checkpoint where the attributes of their own tree say {@code filter=theta}: made by
 * whoever had no git theta, or a program that runs no filters.
 */
public final class CommitScan {
    private static final String REGULAR_FILE = "100";

    private final CommandContext context;
    private final Git git;

    /** Takes the world of the command, which runs in a repository. */
    public CommitScan(CommandContext context) {
        this.context = context;
        this.git = context.git();
    }

    /**
     * Looks at commits, the oldest first.
     *
     * @param range what {@code git rev-list} takes, such as {@code main..HEAD}; without it, what the upstream branch
     *     lacks, or the newest commit alone
     */
    public List<RawCheckpoint> scan(Optional<String> range) throws IOException {
        List<RawCheckpoint> found = new ArrayList<>();
        Set<String> seen = new HashSet<>();
        Path folder = Files.createTempDirectory("git-theta-ci");
        try {
            for (String commit : commits(range)) {
                List<Added> added = added(commit).stream()
                        .filter(file -> seen.add(file.blob() + " " + file.path()))
                        .toList();
                for (Added file : checkpoints(commit, added, folder.resolve("index"))) {
                    long size = Long.parseLong(
                            git.run("cat-file", "-s", file.blob()).line());
                    // Git runs no filter for an empty file.
                    if (size > 0 && !isStub(file.blob())) {
                        found.add(new RawCheckpoint(commit, file.path(), size));
                    }
                }
            }
        } finally {
            Files.deleteIfExists(folder.resolve("index"));
            Files.deleteIfExists(folder.resolve("index.lock"));
            Files.deleteIfExists(folder);
        }
        return found;
    }

    private List<String> commits(Optional<String> range) throws IOException {
        if (range.isPresent()) {
            return lines(git.run("rev-list", "--reverse", "--topo-order", "--end-of-options", range.get(), "--"));
        }
        Git.Output upstream = git.attempt(new byte[0], "rev-list", "--reverse", "--topo-order", "@{upstream}..HEAD");
        return upstream.exitCode() == 0 ? lines(upstream) : lines(git.run("rev-list", "--no-walk", "HEAD"));
    }

    private static List<String> lines(Git.Output output) {
        return output.text().lines().toList();
    }

    /** Lists the files that a commit adds or changes, against each of its parents. */
    private List<Added> added(String commit) throws IOException {
        List<String> parts = git.run(
                        "diff-tree",
                        "-r",
                        "--root",
                        "-m",
                        "--no-commit-id",
                        "--raw",
                        "-z",
                        "--no-abbrev",
                        "--no-renames",
                        "--diff-filter=AMT",
                        commit)
                .parts();
        List<Added> files = new ArrayList<>();
        for (int i = 0; i + 1 < parts.size(); i += 2) {
            // :old-mode new-mode old-id new-id status
            String[] words = parts.get(i).split(" ", -1);
            if (words[1].startsWith(REGULAR_FILE)) {
                files.add(new Added(parts.get(i + 1), words[3]));
            }
        }
        return files;
    }

    /** Keeps the files that the commit's own attributes call checkpoints: they are read from an index of its tree. */
    private List<Added> checkpoints(String commit, List<Added> files, Path index) throws IOException {
        if (files.isEmpty()) {
            return List.of();
        }
        Git own = git.with("GIT_INDEX_FILE", index.toString());
        own.run("read-tree", commit);
        StringBuilder paths = new StringBuilder();
        files.forEach(file -> paths.append(file.path()).append('\0'));
        List<String> answers = own.run(
                        paths.toString().getBytes(StandardCharsets.UTF_8),
                        "check-attr",
                        "--cached",
                        "-z",
                        "--stdin",
                        "filter")
                .parts();
        List<Added> checkpoints = new ArrayList<>();
        for (int i = 0; i < files.size(); i++) {
            if (answers.get(3 * i + 2).equals("theta")) {
                checkpoints.add(files.get(i));
            }
        }
        return checkpoints;
    }

    /** Reads only the beginning of a blob, which may be gigabytes. */
    private boolean isStub(String blob) throws IOException {
        ProcessBuilder builder = new ProcessBuilder("git", "cat-file", "blob", blob)
                .directory(context.directory().toFile())
                .redirectError(ProcessBuilder.Redirect.DISCARD);
        builder.environment().clear();
        builder.environment().putAll(context.environment());
        Process process = builder.start();
        try (InputStream in = process.getInputStream()) {
            byte[] prefix = in.readNBytes(StubFormat.MAGIC_BYTES);
            return StubFormat.isStub(prefix, prefix.length);
        } finally {
            process.destroy();
        }
    }

    /** Holds a file of a commit. */
    private record Added(String path, String blob) {}
}
