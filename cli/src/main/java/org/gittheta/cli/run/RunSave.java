// SPDX-License-Identifier: Apache-2.0
package org.gittheta.cli.run;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.gittheta.cli.repository.TrackedFiles;
import org.gittheta.storage.repository.Git;

/** Commits what a run changed: in submodules first, then in what holds them. */
final class RunSave {
    private final Git git;
    private final String text;

    /** Takes git at the top of the worktree, and the commit's message. */
    RunSave(Git git, String text) {
        this.git = git;
        this.text = text;
    }

    /**
     * Commits.
     *
     * @param before what was changed before the run and is left as it was
     * @param wanted which paths count, from the top
     * @param start the commit that was HEAD before the run: if the command has made commits, the new one is a merge
     * @return the commit, or nothing if nothing changed
     */
    Optional<String> commit(Changes before, Predicate<String> wanted, Optional<String> start) throws IOException {
        for (String submodule : submodules()) {
            Git inner = git.elsewhere(git.directory().resolve(submodule));
            new RunSave(inner, text)
                    .commit(
                            Changes.NONE,
                            path -> wanted.test(submodule + "/" + path) || wanted.test(submodule),
                            Optional.empty());
        }
        List<String> paths =
                Changes.of(git).since(before).stream().filter(wanted).toList();
        Set<String> checkpoints = new TrackedFiles(git, "").tracked(paths);
        new Annex(git)
                .add(paths.stream().filter(path -> !checkpoints.contains(path)).toList());
        Changes.stage(git, paths);
        Optional<String> head = head();
        boolean isMoved = start.isPresent() && !start.equals(head);
        boolean isStaged =
                git.attempt(new byte[0], "diff", "--cached", "--quiet").exitCode() != 0;
        if (!isStaged && !isMoved) {
            return Optional.empty();
        }
        if (isMoved) {
            return Optional.of(mergeCommit(start.get(), head.orElseThrow()));
        }
        git.run(text.getBytes(StandardCharsets.UTF_8), "commit", "--quiet", "--cleanup=verbatim", "--file=-");
        return head();
    }

    private String mergeCommit(String start, String head) throws IOException {
        String tree = git.run("write-tree").line();
        String commit = git.run(text.getBytes(StandardCharsets.UTF_8), "commit-tree", tree, "-p", start, "-p", head)
                .line();
        git.run("update-ref", "-m", "run", "HEAD", commit, head);
        return commit;
    }

    private Optional<String> head() throws IOException {
        Git.Output output = git.attempt(new byte[0], "rev-parse", "--verify", "--quiet", "HEAD");
        return output.exitCode() == 0 ? Optional.of(output.line()) : Optional.empty();
    }

    /** Returns the paths of the submodules that are checked out. */
    private List<String> submodules() throws IOException {
        Set<String> paths = new HashSet<>();
        for (String part : git.run("ls-files", "-s", "-z").parts()) {
            String path = part.substring(part.indexOf('\t') + 1);
            Path folder = git.directory().resolve(path);
            if (part.startsWith("160000 ") && Files.exists(folder.resolve(".git"))) {
                paths.add(path);
            }
        }
        return paths.stream().sorted().toList();
    }
}
