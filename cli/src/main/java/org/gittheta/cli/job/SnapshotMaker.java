// SPDX-License-Identifier: Apache-2.0
package org.gittheta.cli.job;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.LocalDateTime;
import java.util.Map;
import java.util.Optional;
import org.gittheta.cli.CommandException;
import org.gittheta.cli.ExitCode;
import org.gittheta.storage.repository.Git;

/**
 * Commits what a working tree holds, staged or not, tracked or new, to a branch of its own. All of it goes through a copy
 * of the index: the working tree, the index and HEAD stay as they are.
 */
public final class SnapshotMaker {
    private static final String HEADS = "refs/heads/";

    private final Git git;
    private final String prefix;
    private final LocalDateTime time;

    /**
     * Takes what it works with.
     *
     * @param git git, at the top of the working tree
     * @param prefix what the branch's name begins with
     */
    public SnapshotMaker(Git git, String prefix, LocalDateTime time) {
        this.git = git;
        this.prefix = prefix;
        this.time = time;
    }

    /**
     * Makes the snapshot, or finds the last one if that has the same content and the same HEAD.
     *
     * @param trailers what the commit says of the job
     */
    public Snapshot make(Map<String, String> trailers) throws IOException {
        if (git.attempt(new byte[0], "check-ref-format", "--branch", prefix + "-1")
                        .exitCode()
                != 0) {
            throw new CommandException(ExitCode.USAGE, "'" + prefix + "' cannot begin the name of a branch");
        }
        String tree = tree();
        Optional<String> head = head();
        Optional<Snapshot> same = same(tree, head.orElse(""));
        if (same.isPresent()) {
            return same.get();
        }
        StringBuilder message = new StringBuilder("Snapshot for a job\n\n");
        trailers.forEach(
                (name, value) -> message.append(name).append(": ").append(value).append('\n'));
        byte[] text = message.toString().getBytes(StandardCharsets.UTF_8);
        String commit = (head.isPresent()
                        ? git.run(text, "commit-tree", tree, "-p", head.get())
                        : git.run(text, "commit-tree", tree))
                .line();
        return new Snapshot(branch(commit), commit, false);
    }

    /** Makes the branch, which must be new: another launch of the same second takes the next name. */
    private String branch(String commit) throws IOException {
        String zeros = "0".repeat(commit.length());
        while (true) {
            String name = SnapshotName.of(prefix, time, this::isTaken);
            Git.Output made = git.attempt(new byte[0], "update-ref", "-m", "snapshot", HEADS + name, commit, zeros);
            if (made.exitCode() == 0) {
                return name;
            }
            if (!isTaken(name)) {
                throw new IOException("git could not make the branch " + name + ": "
                        + made.errors().strip());
            }
        }
    }

    private boolean isTaken(String name) {
        try {
            return git.attempt(new byte[0], "rev-parse", "--verify", "--quiet", HEADS + name)
                            .exitCode()
                    == 0;
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private String tree() throws IOException {
        Path index = git.directory()
                .resolve(git.run("rev-parse", "--git-path", "index").line())
                .normalize();
        Path copy = Files.createTempFile(index.getParent(), "index-of-snapshot-", "");
        try {
            if (Files.exists(index)) {
                Files.copy(index, copy, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.COPY_ATTRIBUTES);
            } else {
                Files.delete(copy);
            }
            Git aside = git.with("GIT_INDEX_FILE", copy.toString());
            aside.run("-c", "advice.addEmbeddedRepo=false", "add", "-A");
            addSubmodules(aside);
            return aside.run("write-tree").line();
        } finally {
            Files.deleteIfExists(copy);
        }
    }

    /** Puts snapshots of submodules with changes in the place of their commits. */
    private void addSubmodules(Git aside) throws IOException {
        for (String entry : aside.run("ls-files", "-s", "-z").parts()) {
            String path = entry.substring(entry.indexOf('\t') + 1);
            Path folder = git.directory().resolve(path);
            if (!entry.startsWith("160000 ") || !Files.exists(folder.resolve(".git"))) {
                continue;
            }
            Git inner = git.elsewhere(folder);
            if (!inner.run("--no-optional-locks", "status", "--porcelain", "--ignore-submodules=none")
                    .line()
                    .isEmpty()) {
                String commit =
                        new SnapshotMaker(inner, prefix, time).make(Map.of()).commit();
                aside.run("update-index", "--cacheinfo", "160000," + commit + "," + path);
            }
        }
    }

    private Optional<String> head() throws IOException {
        Git.Output output = git.attempt(new byte[0], "rev-parse", "--verify", "--quiet", "HEAD");
        return output.exitCode() == 0 ? Optional.of(output.line()) : Optional.empty();
    }

    private Optional<Snapshot> same(String tree, String head) throws IOException {
        return git.run(
                        "for-each-ref",
                        "--sort=-committerdate",
                        "--format=%(objectname) %(tree) %(parent) %(refname)",
                        HEADS + prefix + "-*")
                .text()
                .lines()
                .map(line -> line.split(" ", 4))
                .filter(words -> words.length == 4 && words[1].equals(tree) && words[2].equals(head))
                .map(words -> new Snapshot(words[3].substring(HEADS.length()), words[0], true))
                .findFirst();
    }
}
