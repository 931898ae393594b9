// SPDX-License-Identifier: Apache-2.0
package org.gittheta.storage.repository;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * Resolves every path below a repository's git directories: the one place that knows what belongs to one worktree and
 * what all worktrees share (gitrepository-layout(5)).
 *
 * <p>It is found from the environment and the file system alone, without starting git, because it is on the start-up
 * path of every {@code git add}.
 *
 * @param gitDirectory the directory of this worktree: HEAD, index
 * @param commonDirectory the directory that all worktrees share: objects, refs, config, hooks, lfs, theta
 */
public record RepositoryLayout(Path gitDirectory, Path commonDirectory) {
    /**
     * Finds the repository that git would use.
     *
     * @param directory where the process runs
     * @param environment its variables; {@code GIT_DIR} and {@code GIT_COMMON_DIR} count
     * @return the layout, or nothing outside a repository
     */
    public static Optional<RepositoryLayout> find(Path directory, Map<String, String> environment) throws IOException {
        Path start = directory.toAbsolutePath().normalize();
        String named = environment.get("GIT_DIR");
        Path git = named != null ? start.resolve(named).normalize() : discover(start);
        if (git == null) {
            return Optional.empty();
        }
        String common = environment.get("GIT_COMMON_DIR");
        return Optional.of(
                new RepositoryLayout(git, common != null ? start.resolve(common).normalize() : commonOf(git)));
    }

    private static Path discover(Path start) throws IOException {
        for (Path at = start; at != null; at = at.getParent()) {
            Path dotGit = at.resolve(".git");
            if (Files.isRegularFile(dotGit)) {
                String text = Files.readString(dotGit, StandardCharsets.UTF_8).strip();
                if (text.startsWith("gitdir:")) {
                    return at.resolve(text.substring("gitdir:".length()).strip())
                            .normalize();
                }
            }
            if (isGitDirectory(dotGit)) {
                return dotGit;
            }
            if (isGitDirectory(at)) {
                return at;
            }
        }
        return null;
    }

    private static boolean isGitDirectory(Path path) {
        return Files.exists(path.resolve("HEAD"))
                && ((Files.isDirectory(path.resolve("objects")) && Files.isDirectory(path.resolve("refs")))
                        || Files.exists(path.resolve("commondir")));
    }

    private static Path commonOf(Path git) throws IOException {
        try {
            String text = Files.readString(git.resolve("commondir"), StandardCharsets.UTF_8)
                    .strip();
            return git.resolve(text).normalize();
        } catch (NoSuchFileException e) {
            return git;
        }
    }

    /** Returns this worktree's index, unless {@code GIT_INDEX_FILE} names another. */
    public Path index() {
        return gitDirectory.resolve("index");
    }

    /** Returns the hooks directory that git uses when core.hooksPath names no other. */
    public Path hooks() {
        return commonDirectory.resolve("hooks");
    }

    /** Returns the attributes file that beats every {@code .gitattributes}. */
    public Path infoAttributes() {
        return commonDirectory.resolve("info").resolve("attributes");
    }

    /** Returns the file of patterns that all worktrees ignore. */
    public Path infoExclude() {
        return commonDirectory.resolve("info").resolve("exclude");
    }

    /** Returns the directory for what git theta remembers in this clone: all of it may be deleted. */
    public Path theta() {
        return commonDirectory.resolve("theta");
    }

    /** Returns the directory for what is open of merges in this worktree. */
    public Path conflicts() {
        return gitDirectory.resolve("theta").resolve("conflicts");
    }

    /** Returns the directory for what is known of jobs, and their worktrees unless they lie elsewhere. */
    public Path jobs() {
        return theta().resolve("jobs");
    }

    /** Returns the file for the message of a run in this worktree that was not saved. */
    public Path runMessage() {
        return gitDirectory.resolve("theta").resolve("run-message");
    }

    /** Returns the directory for which rows of repeated runs failed in this worktree. */
    public Path foreachRuns() {
        return gitDirectory.resolve("theta").resolve("foreach");
    }

    /**
     * Returns git-lfs's directory.
     *
     * @param setting the value of {@code lfs.storage}, if any; relative to the common directory
     */
    public Path lfs(Optional<String> setting) {
        return commonDirectory.resolve(setting.filter(s -> !s.isBlank()).orElse("lfs"));
    }
}
