// SPDX-License-Identifier: Apache-2.0
package org.gittheta.cli.run;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
import org.gittheta.cli.CommandException;
import org.gittheta.cli.ExitCode;
import org.gittheta.storage.repository.Git;

/** Runs again what commits say that they were made by, one after the other on top of HEAD or of another commit. */
public final class Rerun {
    private final Git git;
    private final Runner runner;

    /** Takes git and what runs commands. */
    public Rerun(Git git, Runner runner) {
        this.git = git;
        this.runner = runner;
    }

    /**
     * Says what came of one commit.
     *
     * @param action {@code run}, {@code pick}, {@code skip} if HEAD has it, or {@code pass over} for a merge
     * @param result what came of its command, if it ran
     */
    public record Step(String action, Optional<RunResult> result) {}

    /**
     * Lists the commits that a range has, from the first run on.
     *
     * @param since the commit before the range, an empty text for all of the history, or nothing for the one commit
     * @throws CommandException if there is no run among them
     */
    public List<LoggedRun> find(String revision, Optional<String> since) throws IOException {
        String id = commit(revision);
        String range;
        if (since.isEmpty()) {
            boolean isRoot = git.attempt(new byte[0], "rev-parse", "--verify", "--quiet", id + "^")
                            .exitCode()
                    != 0;
            range = isRoot ? id : id + "^.." + id;
        } else {
            range = since.get().isBlank() ? id : commit(since.get()) + ".." + id;
        }
        List<LoggedRun> commits = new ArrayList<>(LoggedRun.of(git, range));
        if (since.isEmpty() || since.get().isBlank()) {
            while (!commits.isEmpty() && !commits.get(0).isRepeatable()) {
                commits.remove(0);
            }
        }
        if (commits.stream().noneMatch(LoggedRun::isRepeatable)) {
            throw new CommandException(
                    ExitCode.NEGATIVE,
                    "no commit of " + revision + " was made by a run: 'git log --grep=RUNCMD' finds those that were");
        }
        return commits;
    }

    /** Goes to where the runs begin, if that is not HEAD. */
    public void begin(List<LoggedRun> commits, Optional<String> onto, Optional<String> branch) throws IOException {
        if (onto.isEmpty() && branch.isEmpty()) {
            return;
        }
        LoggedRun first =
                commits.stream().filter(LoggedRun::isRepeatable).findFirst().orElseThrow();
        String target = commit(
                onto.map(text -> text.isBlank() ? first.id() + "^" : text).orElse("HEAD"));
        if (branch.isPresent()) {
            if (git.attempt(new byte[0], "rev-parse", "--verify", "--quiet", "refs/heads/" + branch.get())
                            .exitCode()
                    == 0) {
                throw new CommandException(
                        ExitCode.NEGATIVE, "branch " + branch.get() + " exists already: choose another name");
            }
            git.run("checkout", "--quiet", "-b", branch.get(), target);
        } else {
            git.run("checkout", "--quiet", "--detach", target);
        }
    }

    /** Runs, picks or passes over each commit; stops at the first that fails. */
    public void run(List<LoggedRun> commits, RunRequest options, BiConsumer<LoggedRun, Step> report)
            throws IOException {
        Optional<String> dataset = runner.dsid();
        for (LoggedRun commit : commits) {
            RunRecord record = commit.isRepeatable() ? record(commit) : null;
            if (record != null && (record.dsid().isEmpty() || record.dsid().equals(dataset))) {
                RunResult result = runner.run(request(record, commit, options), record.pwd(), Changes.NONE);
                report.accept(commit, new Step("run", Optional.of(result)));
                if (result.isFailure() && !options.isSavedOnFailure()) {
                    return;
                }
            } else {
                report.accept(commit, new Step(pick(commit), Optional.empty()));
            }
        }
    }

    /**
     * Returns the record of a commit.
     *
     * @throws MalformedRecordException if it is damaged; the sentence names the commit
     */
    public RunRecord record(LoggedRun commit) throws IOException {
        try {
            return runner.record(commit.run().orElseThrow());
        } catch (MalformedRecordException e) {
            throw new MalformedRecordException(commit.id().substring(0, 10) + ": " + e.getMessage());
        }
    }

    /** Returns what is run for a record. */
    public static RunRequest request(RunRecord record, LoggedRun commit, RunRequest options) {
        List<String> chain = new ArrayList<>(record.chain());
        chain.add(commit.id());
        return new RunRequest(
                record.command(),
                options.message().or(() -> commit.run().map(RunMessage::message)),
                record.inputs(),
                record.outputs(),
                record.extraInputs(),
                options.isExplicit(),
                options.ready(),
                options.isSavedOnFailure(),
                options.environment(),
                chain,
                record.exit(),
                options.isQuiet());
    }

    private String pick(LoggedRun commit) throws IOException {
        boolean isHere = git.attempt(new byte[0], "merge-base", "--is-ancestor", commit.id(), "HEAD")
                        .exitCode()
                == 0;
        if (isHere) {
            return "skip";
        }
        if (commit.parents().size() != 1) {
            return "pass over";
        }
        Git.Output picked =
                git.attempt(new byte[0], "cherry-pick", "--allow-empty", "--keep-redundant-commits", commit.id());
        if (picked.exitCode() != 0) {
            git.attempt(new byte[0], "cherry-pick", "--abort");
            throw new CommandException(
                    ExitCode.NEGATIVE,
                    "commit " + commit.id().substring(0, 10)
                            + " cannot be applied here: cherry-pick it by hand, then go" + " on with --since "
                            + commit.id().substring(0, 10));
        }
        return "pick";
    }

    private String commit(String revision) throws IOException {
        Git.Output output = git.attempt(
                new byte[0], "rev-parse", "--verify", "--quiet", "--end-of-options", revision + "^{commit}");
        if (output.exitCode() != 0) {
            throw new CommandException(ExitCode.USAGE, "git knows no commit '" + revision + "'");
        }
        return output.line();
    }
}
