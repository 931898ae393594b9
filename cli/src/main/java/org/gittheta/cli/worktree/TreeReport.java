// SPDX-License-Identifier: Apache-2.0
package org.gittheta.cli.worktree;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.gittheta.cli.CommandContext;
import org.gittheta.cli.repository.BlobContent;
import org.gittheta.cli.repository.TrackedFile;
import org.gittheta.cli.repository.TrackedFiles;
import org.gittheta.cli.repository.WorkingFile;
import org.gittheta.storage.repository.Git;

/**
 * Says how one worktree stands.
 *
 * @param tree the worktree
 * @param against the branch that ahead and behind count from: its upstream, or else that of the main worktree
 * @param ahead the commits that only the worktree has
 * @param behind the commits that only the other branch has
 * @param isDirty whether there are changes or new files
 * @param stubs the number of checkpoints that are stubs
 * @param checkpoints the number of all checkpoints
 * @param lastRun the newest run on its branch, id and subject, if there is one
 * @param bytes the length of all files in its folder
 */
public record TreeReport(
        LinkedTree tree,
        Optional<String> against,
        int ahead,
        int behind,
        boolean isDirty,
        int stubs,
        int checkpoints,
        Optional<String> lastRun,
        long bytes) {

    /** Looks at a worktree whose folder is there. */
    public static TreeReport of(CommandContext there, LinkedTree tree, LinkedTree main) throws IOException {
        Git git = there.git();
        Optional<String> against = against(git, tree, main);
        int ahead = 0;
        int behind = 0;
        if (against.isPresent() && tree.head().isPresent()) {
            Git.Output counts =
                    git.attempt(new byte[0], "rev-list", "--left-right", "--count", "HEAD..." + against.get());
            String[] words = counts.line().split("\\s+", -1);
            if (counts.exitCode() == 0 && words.length == 2) {
                ahead = Integer.parseInt(words[0]);
                behind = Integer.parseInt(words[1]);
            }
        }
        int stubs = 0;
        int checkpoints = 0;
        for (TrackedFile file :
                new TrackedFiles(git, "").inIndex(java.util.List.of()).checkpoints()) {
            checkpoints++;
            if (WorkingFile.read(tree.path().resolve(file.path()), file.oid().length())
                    instanceof BlobContent.Stubbed) {
                stubs++;
            }
        }
        return new TreeReport(
                tree,
                against,
                ahead,
                behind,
                new TreeState(git).isDirty(),
                stubs,
                checkpoints,
                lastRun(git, tree),
                bytes(tree.path()));
    }

    /** Says nothing of a worktree whose folder is gone, or that is bare. */
    public static TreeReport absent(LinkedTree tree) {
        return new TreeReport(tree, Optional.empty(), 0, 0, false, 0, 0, Optional.empty(), 0);
    }

    private static Optional<String> against(Git git, LinkedTree tree, LinkedTree main) throws IOException {
        Git.Output upstream =
                git.attempt(new byte[0], "rev-parse", "--abbrev-ref", "--verify", "--quiet", "@{upstream}");
        if (upstream.exitCode() == 0) {
            return Optional.of(upstream.line());
        }
        return tree.isMain() ? Optional.empty() : main.branch().or(main::head);
    }

    private static Optional<String> lastRun(Git git, LinkedTree tree) throws IOException {
        if (tree.head().isEmpty()) {
            return Optional.empty();
        }
        String line = git.run("log", "-1", "--grep=^\\[DATALAD RUNCMD\\]", "--format=%h %s")
                .line();
        return line.isEmpty() ? Optional.empty() : Optional.of(line.replace("[DATALAD RUNCMD] ", ""));
    }

    private static long bytes(Path folder) throws IOException {
        AtomicLong sum = new AtomicLong();
        Files.walkFileTree(folder, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes) {
                boolean isGit = directory.endsWith(".git");
                return isGit ? FileVisitResult.SKIP_SUBTREE : FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                sum.addAndGet(attributes.isRegularFile() ? attributes.size() : 0);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFileFailed(Path file, IOException fault) {
                return FileVisitResult.CONTINUE;
            }
        });
        return sum.get();
    }
}
