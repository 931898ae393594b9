// SPDX-License-Identifier: Apache-2.0
package org.gittheta.cli.job;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.gittheta.cli.CommandContext;
import org.gittheta.cli.CommandException;
import org.gittheta.cli.ExitCode;
import org.gittheta.cli.checkout.SkipSmudge;
import org.gittheta.cli.worktree.IdeaMaker;
import org.gittheta.cli.worktree.Links;
import org.gittheta.cli.worktree.Materialiser;
import org.gittheta.cli.worktree.NestedTrees;
import org.gittheta.storage.object.TemporaryFiles;
import org.gittheta.storage.repository.Git;

/** Makes the worktree that a job runs in, and saves what the job leaves there. */
final class JobTree {
    private final CommandContext context;
    private final Path source;

    /** Takes the world, and the top of the worktree that the job is launched from. */
    JobTree(CommandContext context, Path source) {
        this.context = context;
        this.source = source;
    }

    /** Makes it, locked, with its checkpoints and links; nothing stays if that fails. */
    void make(Path tree, String commit, List<String> links, boolean isLazy) throws IOException {
        Files.createDirectories(tree.getParent());
        SkipSmudge.in(context.git()).run("worktree", "add", "--quiet", "--detach", "--lock", tree.toString(), commit);
        boolean isMade = false;
        try {
            CommandContext there = context.elsewhere(tree);
            new NestedTrees(
                            context,
                            new NestedTrees.Request(
                                    "", IdeaMaker.Nested.ALL, NestedTrees.Mode.ephemeral, List.of(), isLazy))
                    .make(source, tree);
            int filled = isLazy ? 0 : new Materialiser(there).fill(context.elsewhere(source), true);
            if (filled != 0) {
                throw new CommandException(ExitCode.MISSING_OBJECTS, "not all checkpoints of the snapshot are here");
            }
            for (String path : links) {
                makeRoom(there.git(), tree, path);
            }
            new Links(there.repository(), source).make(there.git(), tree, links);
            isMade = true;
        } finally {
            if (!isMade) {
                removeNested(context.git(), tree);
                context.git().attempt(new byte[0], "worktree", "remove", "--force", "--force", tree.toString());
            }
        }
    }

    /** Removes the worktrees of submodules in a job's, the innermost first, and tells whether there were any. */
    static boolean removeNested(Git git, Path tree) throws IOException {
        List<Path> inside = NestedTrees.inside(git, tree);
        for (Path folder : inside) {
            NestedTrees.remove(git, folder);
        }
        return !inside.isEmpty();
    }

    /** Takes files away that git tracks where the link will be, say a .gitkeep, and has git not miss them. */
    private static void makeRoom(Git git, Path tree, String path) throws IOException {
        Path place = tree.resolve(path).normalize();
        if (place.equals(tree) || !place.startsWith(tree)) {
            throw new CommandException(ExitCode.USAGE, "--link takes a path inside the worktree, not '" + path + "'");
        }
        List<String> tracked =
                git.run("--literal-pathspecs", "ls-files", "-z", "--", path).parts();
        if (!tracked.isEmpty()) {
            byte[] input = (String.join("\0", tracked) + "\0").getBytes(StandardCharsets.UTF_8);
            git.run(input, "update-index", "--skip-worktree", "-z", "--stdin");
        }
        if (Files.isDirectory(place, LinkOption.NOFOLLOW_LINKS)) {
            TemporaryFiles.deleteTree(place);
        } else {
            Files.deleteIfExists(place);
        }
    }

    /**
     * Commits what the job left in its worktree to a branch of its own, in submodules first.
     *
     * @return the branch, or nothing if it left nothing
     */
    Optional<String> save(Path tree, String branch, String subject, Map<String, String> trailers) throws IOException {
        for (Path folder : NestedTrees.inside(context.git(), tree)) {
            saveOne(folder, branch, subject, trailers);
        }
        return saveOne(tree, branch, subject, trailers);
    }

    private Optional<String> saveOne(Path tree, String branch, String subject, Map<String, String> trailers)
            throws IOException {
        Git git = context.git().elsewhere(tree);
        git.run("add", "-A");
        boolean isSame = git.attempt(new byte[0], "diff", "--cached", "--quiet").exitCode() == 0;
        Git.Output head = git.run("rev-parse", "HEAD");
        if (!isSame) {
            StringBuilder message = new StringBuilder(subject).append("\n\n");
            trailers.forEach((name, value) ->
                    message.append(name).append(": ").append(value).append('\n'));
            git.run(
                    message.toString().getBytes(StandardCharsets.UTF_8),
                    "commit",
                    "--quiet",
                    "--no-verify",
                    "--cleanup=verbatim",
                    "--file=-");
        }
        boolean isHeld = isSame
                && !git.run("for-each-ref", "--count=1", "--contains", head.line(), "refs/heads", "refs/tags")
                        .line()
                        .isEmpty();
        if (isHeld) {
            return Optional.empty();
        }
        git.run("branch", "--no-track", branch, "HEAD");
        return Optional.of(branch);
    }

    /** Gives the lock back, so that the worktree may go. */
    void unlock(Path tree) throws IOException {
        context.git().attempt(new byte[0], "worktree", "unlock", tree.toString());
    }

    /** Returns the links that settings ask for: those of jobs, or those of worktrees, or results if they are there. */
    static List<String> usualLinks(Optional<List<String>> ofJobs, Optional<List<String>> ofTrees, Path source) {
        Optional<List<String>> set = ofJobs.isPresent() ? ofJobs : ofTrees;
        List<String> usual = new ArrayList<>();
        if (Files.isDirectory(source.resolve(Links.USUAL))) {
            usual.add(Links.USUAL);
        }
        return set.orElse(usual);
    }
}
