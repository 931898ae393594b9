// SPDX-License-Identifier: Apache-2.0
package org.gittheta.cli.job;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.gittheta.cli.CommandContext;
import org.gittheta.cli.CommandException;
import org.gittheta.cli.ExitCode;
import org.gittheta.cli.OneLine;
import org.gittheta.cli.process.ChildCommand;
import org.gittheta.cli.process.ShellWords;
import org.gittheta.cli.repository.CommandSettings;
import org.gittheta.cli.repository.Worktree;
import org.gittheta.cli.run.Runner;
import org.gittheta.cli.worktree.TreeEnvironment;
import org.gittheta.storage.repository.Git;

/** Runs a command in a worktree of its own, on the code as it was when the job was launched. */
public final class JobRunner {
    /** What a job's snapshot is called unless somebody says otherwise. */
    public static final String PREFIX = "job";

    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss", Locale.ROOT);

    private final CommandContext context;
    private final Worktree worktree;
    private final CommandSettings settings;
    private final JobFiles files;
    private final JobTree trees;
    private final Scheduler scheduler;

    /** Takes the world. */
    public JobRunner(CommandContext context) throws IOException {
        this.context = context;
        this.worktree = Worktree.of(context);
        this.settings = CommandSettings.of(context);
        this.files = new JobFiles(context.repository().jobs());
        this.trees = new JobTree(context, worktree.top());
        this.scheduler = Scheduler.of(context.environment());
    }

    /** Tells whether a scheduler runs the job for another time. */
    public boolean isRequeued() {
        return scheduler.isRequeued();
    }

    /** Makes the worktree and notes the job; the command runs after that. */
    public JobRecord prepare(JobRequest request) throws IOException {
        String id = LocalDateTime.now(ZoneId.systemDefault()).format(TIME) + "-"
                + String.format("%04x", new SecureRandom().nextInt(1 << 16));
        Optional<JobRecord> before = scheduler.isRequeued()
                ? files.all().stream()
                        .filter(job -> job.scheduler().equals(scheduler.id()))
                        .reduce((first, last) -> last)
                : Optional.empty();
        Snapshot snapshot = before.isPresent()
                ? new Snapshot(before.get().branch(), before.get().commit(), true)
                : request.snapshot().isPresent() ? named(request.snapshot().get()) : taken(id, request);
        Path tree = directory().resolve(id);
        List<String> links = links(request);
        JobRecord job = new JobRecord(
                id,
                scheduler.id(),
                snapshot.branch(),
                snapshot.commit(),
                Optional.empty(),
                tree,
                worktree.top(),
                request.words(),
                Runner.host(),
                List.of(JobRecord.Pid.of(ProcessHandle.current())),
                Instant.now(),
                Optional.empty(),
                OptionalInt.empty());
        // The record first: a worktree that nobody knows of would stay for ever.
        files.write(job);
        boolean isMade = false;
        try {
            trees.make(tree, snapshot.commit(), links, request.isLazy());
            isMade = true;
        } finally {
            if (!isMade) {
                files.delete(id);
            }
        }
        return job;
    }

    private Path directory() throws IOException {
        Optional<String> set = settings.text("theta.job.directory").filter(text -> !text.isBlank());
        return set.isPresent()
                ? worktree.top().resolve(set.get()).normalize()
                : context.repository().jobs().resolve("trees");
    }

    private Snapshot named(String revision) throws IOException {
        Git.Output commit = context.git()
                .attempt(new byte[0], "rev-parse", "--verify", "--quiet", "--end-of-options", revision + "^{commit}");
        if (commit.exitCode() != 0) {
            throw new CommandException(ExitCode.USAGE, "git knows no commit '" + revision + "'");
        }
        boolean isBranch = context.git()
                        .attempt(new byte[0], "rev-parse", "--verify", "--quiet", "refs/heads/" + revision)
                        .exitCode()
                == 0;
        return new Snapshot(isBranch ? revision : "", commit.line(), true);
    }

    private Snapshot taken(String id, JobRequest request) throws IOException {
        Map<String, String> trailers = new LinkedHashMap<>();
        trailers.put("Theta-Job-Id", id);
        scheduler.id().ifPresent(name -> trailers.put("Theta-Job-Scheduler", name));
        trailers.put("Theta-Job-Tree", OneLine.of(worktree.top().toString()));
        trailers.put("Theta-Job-Command", OneLine.of(ShellWords.join(request.words())));
        trailers.put("Theta-Job-Host", Runner.host());
        return new SnapshotMaker(
                        new Git(worktree.top(), context.git().environment()),
                        settings.text("theta.job.prefix", PREFIX),
                        LocalDateTime.now(ZoneId.systemDefault()))
                .make(trailers);
    }

    /** Returns the snapshot that a request names, if it names one, and what would be linked; makes nothing. */
    public Plan plan(JobRequest request) throws IOException {
        return new Plan(
                request.snapshot().isPresent()
                        ? Optional.of(named(request.snapshot().get()))
                        : Optional.empty(),
                links(request),
                directory());
    }

    /**
     * Says how a job would run.
     *
     * @param snapshot the commit that it would run; without it, one of the working tree as it is
     * @param links the folders that it would share with the original tree
     * @param directory the folder that would get its worktree
     */
    public record Plan(Optional<Snapshot> snapshot, List<String> links, Path directory) {
        /** Copies the links. */
        public Plan {
            links = List.copyOf(links);
        }
    }

    private List<String> links(JobRequest request) throws IOException {
        return request.links().isPresent()
                ? request.links().get()
                : JobTree.usualLinks(
                        settings.list("theta.job.link"), settings.list("theta.worktree.link"), worktree.top());
    }

    /**
     * Runs the command to its end, notes that, and saves what it left.
     *
     * @param isQuiet whether its standard output goes where its errors go
     * @return the job as it ended
     */
    public JobRecord run(JobRecord job, boolean isQuiet) throws IOException {
        Map<String, String> environment =
                new HashMap<>(context.elsewhere(job.tree()).environment());
        environment.putAll(TreeEnvironment.of(job.tree(), environment));
        environment.put("GIT_THETA_JOB", job.id());
        environment.put("GIT_THETA_JOB_SNAPSHOT", job.commit());
        Path folder = job.tree().resolve(worktree.prefix());
        ChildCommand command =
                new ChildCommand(job.command(), Files.isDirectory(folder) ? folder : job.tree(), environment);
        context.out().flush();
        ScheduledExecutorService heart = Executors.newSingleThreadScheduledExecutor(task -> {
            Thread thread = new Thread(task, "heartbeat");
            thread.setDaemon(true);
            return thread;
        });
        long seconds = Lease.BEAT.toSeconds();
        var beats = heart.scheduleAtFixedRate(
                () -> quietly(() -> files.beat(job.id())), seconds, seconds, TimeUnit.SECONDS);
        try {
            int exit = (isQuiet ? command.quiet() : command)
                    .run(process -> quietly(() -> files.write(job.running(JobRecord.Pid.of(process)))));
            if (exit == ChildCommand.NOT_FOUND) {
                context.err()
                        .println("git theta: there is no program '"
                                + job.command().get(0) + "' on the PATH");
            }
            AtomicReference<JobRecord> ended = new AtomicReference<>(job.ended(Instant.now(), exit, Optional.empty()));
            quietly(() -> end(job, exit, ended));
            return ended.get();
        } finally {
            beats.cancel(false);
            heart.shutdownNow();
        }
    }

    private void end(JobRecord job, int exit, AtomicReference<JobRecord> ended) throws IOException {
        Instant now = Instant.now();
        Map<String, String> trailers = new LinkedHashMap<>();
        trailers.put("Theta-Job-Id", job.id());
        job.scheduler().ifPresent(name -> trailers.put("Theta-Job-Scheduler", name));
        trailers.put("Theta-Job-Snapshot", job.commit());
        trailers.put("Theta-Job-Tree", OneLine.of(job.source().toString()));
        trailers.put("Theta-Job-Command", OneLine.of(ShellWords.join(job.command())));
        trailers.put("Theta-Job-Host", job.host());
        trailers.put("Theta-Job-Begin", job.begin().toString());
        trailers.put("Theta-Job-End", now.toString());
        trailers.put("Theta-Job-Exit", String.valueOf(exit));
        // First the end, so that nobody takes the job for a lost one if saving fails.
        files.write(job.ended(now, exit, Optional.empty()));
        String prefix = settings.text("theta.job.prefix", PREFIX);
        Optional<String> saved =
                trees.save(job.tree(), prefix + "-results-" + job.id(), "Results of job " + job.id(), trailers);
        ended.set(job.ended(now, exit, saved));
        files.write(ended.get());
        trees.unlock(job.tree());
        saved.ifPresent(
                branch -> context.err().println("git theta: what the job left in its worktree is on " + branch));
    }

    /** Bookkeeping that fails is said, and no reason to lose the job's own answer. */
    private void quietly(Task task) {
        try {
            task.run();
        } catch (IOException | RuntimeException e) {
            context.err().println(OneLine.of("git theta: warning: " + e.getMessage()));
        }
    }

    /** Is a piece of bookkeeping. */
    private interface Task {
        void run() throws IOException;
    }
}
