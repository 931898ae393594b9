// SPDX-License-Identifier: Apache-2.0
package org.gittheta.cli.job;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.gittheta.cli.CommandContext;
import org.gittheta.cli.run.Runner;
import org.gittheta.cli.worktree.NestedTrees;
import org.gittheta.cli.worktree.TreeState;
import org.gittheta.storage.repository.Git;

/** Lists jobs and removes what is left of those that are over, if nothing is lost with it. */
public final class JobGc {
    private static final Duration LOCK_AGE = Duration.ofHours(1);

    private final CommandContext context;
    private final JobFiles files;
    private final Lease lease;

    /** Takes the world, in any worktree of the repository. */
    public JobGc(CommandContext context) throws IOException {
        this.context = context;
        this.files = new JobFiles(context.repository().jobs());
        this.lease = Lease.here(Runner.host());
    }

    /**
     * Says how a job stands.
     *
     * @param job the job
     * @param state running, finished, failed or orphaned
     */
    public record Standing(JobRecord job, String state) {}

    /**
     * Says what becomes of a job.
     *
     * @param job the job
     * @param isRemoved whether its worktree and its record go
     * @param branches the branches that go
     * @param reason why it stays, or what it was
     */
    public record Verdict(JobRecord job, boolean isRemoved, List<String> branches, String reason) {}

    /** Returns all jobs, the oldest first. */
    public List<Standing> list() throws IOException {
        List<Standing> standings = new ArrayList<>();
        for (JobRecord job : files.all()) {
            standings.add(new Standing(job, state(job).word()));
        }
        return standings;
    }

    private Lease.State state(JobRecord job) throws IOException {
        return lease.of(job, files.lastBeat(job.id()));
    }

    /**
     * Removes worktrees of jobs that are finished or gone, and of those that failed some time ago, and the branches that
     * something else has, too.
     */
    public List<Verdict> run(Duration ttl, boolean isDry) throws IOException {
        Path lock = context.repository().jobs().resolve("gc.lock");
        if (!isDry && !take(lock)) {
            return List.of();
        }
        try {
            List<Verdict> verdicts = new ArrayList<>();
            List<JobRecord> jobs = files.all();
            Set<String> kept = new HashSet<>();
            List<JobRecord> gone = new ArrayList<>();
            for (JobRecord job : jobs) {
                Optional<String> obstacle = obstacleOrFault(job, ttl);
                if (obstacle.isPresent()) {
                    kept.add(job.branch());
                    verdicts.add(new Verdict(job, false, List.of(), obstacle.get()));
                } else {
                    gone.add(job);
                }
            }
            for (JobRecord job : gone) {
                String state = state(job).word();
                if (!isDry) {
                    remove(job);
                }
                verdicts.add(new Verdict(job, true, branches(job, kept, isDry), state));
            }
            return verdicts;
        } finally {
            if (!isDry) {
                Files.deleteIfExists(lock);
            }
        }
    }

    /** A job whose worktree cannot be looked at stays, and keeps no other from going. */
    private Optional<String> obstacleOrFault(JobRecord job, Duration ttl) {
        try {
            return obstacle(job, ttl);
        } catch (IOException e) {
            return Optional.of("its worktree cannot be looked at: " + e.getMessage());
        }
    }

    /** Says why a job stays, or nothing if it may go. */
    private Optional<String> obstacle(JobRecord job, Duration ttl) throws IOException {
        Lease.State state = state(job);
        if (state == Lease.State.RUNNING) {
            return Optional.of("running");
        }
        if (state == Lease.State.FAILED
                && job.end().orElse(Instant.MAX).isAfter(lease.now().minus(ttl))) {
            return Optional.of("failed");
        }
        if (!Files.isDirectory(job.tree())) {
            return Optional.empty();
        }
        TreeState tree = new TreeState(context.git().elsewhere(job.tree()));
        if (tree.isDirty()) {
            return Optional.of(state.word() + ", with output that is not saved: commit it in " + job.tree());
        }
        for (Path folder : NestedTrees.inside(context.git(), job.tree())) {
            Optional<String> nested = NestedTrees.obstacle(context.git(), folder, false);
            if (nested.isPresent()) {
                return Optional.of(state.word() + ": " + nested.get());
            }
        }
        return tree.unsavedCommits(Optional.empty()) > 0
                ? Optional.of(state.word() + ", with commits that no branch has: make one in " + job.tree())
                : Optional.empty();
    }

    private void remove(JobRecord job) throws IOException {
        Git git = context.git();
        git.attempt(new byte[0], "worktree", "unlock", job.tree().toString());
        if (Files.isDirectory(job.tree())) {
            // Nobody works in it, and git looks again; but it removes no tree that had submodules unless forced.
            List<String> command = new ArrayList<>(List.of("worktree", "remove"));
            if (JobTree.removeNested(git, job.tree())) {
                command.add("--force");
            }
            command.add(job.tree().toString());
            git.run(command.toArray(String[]::new));
        } else {
            git.attempt(new byte[0], "worktree", "prune");
        }
        files.delete(job.id());
    }

    /** Deletes those of a job's branches whose commits a remote, a tag or another branch has. */
    private List<String> branches(JobRecord job, Set<String> kept, boolean isDry) throws IOException {
        List<String> deleted = new ArrayList<>();
        List<String> candidates = new ArrayList<>(List.of(job.branch()));
        job.results().ifPresent(candidates::add);
        for (String branch : candidates) {
            Git git = context.git();
            Git.Output id = branch.isEmpty() || kept.contains(branch) || deleted.contains(branch)
                    ? null
                    : git.attempt(new byte[0], "rev-parse", "--verify", "--quiet", "refs/heads/" + branch);
            if (id == null || id.exitCode() != 0 || isCheckedOut(git, branch)) {
                continue;
            }
            String count = git.run(
                            "rev-list",
                            "--count",
                            id.line(),
                            "--not",
                            "--remotes",
                            "--tags",
                            "--exclude=" + branch,
                            "--branches")
                    .line();
            if (count.equals("0")) {
                if (!isDry) {
                    git.run("update-ref", "-d", "refs/heads/" + branch, id.line());
                }
                deleted.add(branch);
            }
        }
        return deleted;
    }

    private static boolean isCheckedOut(Git git, String branch) throws IOException {
        return git.run("worktree", "list", "--porcelain")
                .text()
                .lines()
                .anyMatch(("branch refs/heads/" + branch)::equals);
    }

    /** Takes the lock; that of a process which died is taken over. */
    private static boolean take(Path lock) throws IOException {
        Files.createDirectories(lock.getParent());
        try {
            Files.createFile(lock);
            return true;
        } catch (FileAlreadyExistsException e) {
            Instant since = Files.getLastModifiedTime(lock).toInstant();
            if (since.isAfter(Instant.now().minus(LOCK_AGE))) {
                return false;
            }
            Files.deleteIfExists(lock);
            return take(lock);
        }
    }
}
