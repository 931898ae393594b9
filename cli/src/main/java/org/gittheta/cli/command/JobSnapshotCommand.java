// SPDX-License-Identifier: Apache-2.0
package org.gittheta.cli.command;

import java.io.IOException;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.gittheta.cli.CommandContext;
import org.gittheta.cli.Json;
import org.gittheta.cli.OneLine;
import org.gittheta.cli.job.JobRunner;
import org.gittheta.cli.job.Snapshot;
import org.gittheta.cli.job.SnapshotMaker;
import org.gittheta.cli.repository.CommandSettings;
import org.gittheta.cli.repository.Worktree;
import org.gittheta.cli.run.Runner;
import org.gittheta.storage.repository.Git;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * Commits the working tree to a branch of its own.
 *
 * <p>It prints the branch; with {@code --json} {@code {"branch": "job-20261121-193000", "commit": "0123…", "reused":
 * false}}.
 */
@Command(
        name = "snapshot",
        description = {
            "Commits staged, changed and new files to a branch PREFIX-YYYYMMDD-HHMMSS and prints its name.",
            "The working tree, the index and HEAD stay as they are; ignored files stay out; submodules with changes get"
                    + " a branch of that name, too. If nothing changed since the last snapshot, that one is named again."
        },
        mixinStandardHelpOptions = true,
        footerHeading = "%nExamples:%n",
        footer = {"  git theta job snapshot", "  SNAPSHOT=$(git theta job snapshot --prefix sweep --push)"})
public final class JobSnapshotCommand implements Callable<Integer> {
    private final CommandContext context;

    @Option(names = "--prefix", paramLabel = "P", description = "What the name begins with; theta.job.prefix, or job.")
    private Optional<String> prefix = Optional.empty();

    @Option(names = "--push", description = "Push it; if that fails, the branch stays here and a warning says so.")
    private boolean isPushed;

    @Option(names = "--remote", paramLabel = "REMOTE", description = "Where to push; origin by default.")
    private String remote = "origin";

    @Option(
            names = {"-n", "--dry-run"},
            description = "Say whether there is anything that the last commit has not, and make nothing.")
    private boolean isDry;

    @Option(names = "--json", description = "Print the result as JSON.")
    private boolean isJson;

    /** Takes the world that the command runs in. */
    public JobSnapshotCommand(CommandContext context) {
        this.context = context;
    }

    @Override
    public Integer call() throws IOException {
        Worktree worktree = Worktree.of(context);
        Git git = new Git(worktree.top(), context.git().environment());
        if (isDry) {
            long changed = git.run("--no-optional-locks", "status", "--porcelain", "-z", "--no-renames")
                    .parts()
                    .size();
            context.out().println("Would commit " + changed + " changed or new files to a branch");
            return 0;
        }
        String name = prefix.isPresent()
                ? prefix.get()
                : CommandSettings.of(context).text("theta.job.prefix", JobRunner.PREFIX);
        Snapshot snapshot = new SnapshotMaker(git, name, LocalDateTime.now(ZoneId.systemDefault()))
                .make(Map.of("Theta-Job-Tree", OneLine.of(worktree.top().toString()), "Theta-Job-Host", Runner.host()));
        if (isPushed) {
            push(git, snapshot);
        }
        if (isJson) {
            Json.write(context.out(), json -> {
                json.writeStartObject();
                json.writeStringField("branch", snapshot.branch());
                json.writeStringField("commit", snapshot.commit());
                json.writeBooleanField("reused", snapshot.isReused());
                json.writeEndObject();
            });
        } else {
            context.out().println(snapshot.branch());
        }
        return 0;
    }

    private void push(Git git, Snapshot snapshot) throws IOException {
        String ref = "refs/heads/" + snapshot.branch();
        Git.Output pushed = git.attempt(new byte[0], "push", "--quiet", remote, ref + ":" + ref);
        if (pushed.exitCode() != 0) {
            String why = pushed.errors().strip().lines().findFirst().orElse("git gave no reason");
            context.err()
                    .println(OneLine.of(
                            "git theta: warning: " + snapshot.branch() + " was not pushed and is only here: " + why));
        }
    }
}
