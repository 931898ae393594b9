// SPDX-License-Identifier: Apache-2.0
package org.gittheta.cli.command;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import org.gittheta.cli.CommandContext;
import org.gittheta.cli.CommandException;
import org.gittheta.cli.ExitCode;
import org.gittheta.cli.OneLine;
import org.gittheta.lfs.LfsSettings;
import org.gittheta.lfs.prune.Copies;
import org.gittheta.lfs.prune.Prune;
import org.gittheta.storage.object.KeptObjects;
import org.gittheta.storage.object.StoredObject;
import org.gittheta.storage.repository.Git;
import org.gittheta.storage.repository.RepositoryLayout;
import org.gittheta.storage.repository.Settings;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Deletes objects that nothing needs and that a remote has. */
@Command(
        name = "prune",
        description = {
            "Deletes objects of checkpoints that nothing here needs any more and that a remote has.",
            "What a branch, tag, stash, reflog, HEAD or index of any worktree needs stays, and so do the files of"
                    + " git-lfs. What was written or used within the last day stays, too: a git command that runs now"
                    + " may be about to need it. The setting theta.pruneExpire changes that time."
        },
        mixinStandardHelpOptions = true,
        footerHeading = "%nExamples:%n",
        footer = {
            "  git theta prune -n                say what would be deleted, and what stays and why",
            "  git theta prune --verify-remote   ask the Git LFS server about each object first",
            "  git reflog expire --expire=now --all && git theta prune --expire=now",
            "                                    also what only reflogs and the last hours need"
        })
public final class PruneCommand implements Callable<Integer> {
    private static final String DEFAULT_EXPIRE = "1.day.ago";

    private final CommandContext context;

    @Option(
            names = {"-n", "--dry-run"},
            description = "Say what would be deleted, and delete nothing.")
    private boolean isDry;

    @Option(
            names = "--verify-remote",
            description = {
                "Ask the Git LFS servers about each object.",
                "Without it, what a remote's refs/theta/pointers names counts as there."
            })
    private boolean isVerified;

    @Option(
            names = "--expire",
            paramLabel = "TIME",
            description = "Delete what has not been used since then, such as 2.weeks.ago or now; a day ago by default.")
    private String expire;

    @Option(
            names = "--even-the-only-copy",
            description = {"Delete also what no remote is known to have.", "Nobody can get it back then."})
    private boolean isEvenTheOnlyCopy;

    @Option(names = "--json", description = "Print the result as JSON.")
    private boolean json;

    /** Takes the world that the command runs in. */
    public PruneCommand(CommandContext context) {
        this.context = context;
    }

    @Override
    public Integer call() throws IOException {
        RepositoryLayout layout = context.repository();
        Git git = context.git();
        Settings settings = Settings.read(git);
        if (isEvenTheOnlyCopy && settings.lfsStorage().isPresent()) {
            throw new CommandException(
                    ExitCode.ENVIRONMENT,
                    "lfs.storage is set, and other clones may need what this one does not:"
                            + " --even-the-only-copy works only where a clone has its objects for itself");
        }
        Path lfs = layout.lfs(settings.lfsStorage());
        Prune prune = new Prune(git, layout.commonDirectory(), new KeptObjects(lfs), unusedSince());
        Prune.Unneeded unneeded = prune.find();
        Copies.Answer copies = isEvenTheOnlyCopy || unneeded.old().isEmpty()
                ? new Copies.Answer(unneeded.old(), List.of())
                : new Copies(git, lfs, LfsSettings.pointerRef(git)).find(unneeded.old(), isVerified);
        for (String fault : copies.faults()) {
            context.err().println(OneLine.of("git theta: warning: " + fault));
        }
        Set<StoredObject> onlyCopies = new LinkedHashSet<>(unneeded.old());
        onlyCopies.removeAll(copies.held());
        Set<StoredObject> deleted = isDry ? copies.held() : prune.delete(copies.held());
        PruneReport report = new PruneReport(
                isDry, isEvenTheOnlyCopy, deleted, unneeded.recent(), onlyCopies, prune.names(onlyCopies));
        if (json) {
            report.printJson(context.out(), copies.faults());
        } else {
            report.print(context.out());
        }
        return (copies.faults().isEmpty() ? ExitCode.OK : ExitCode.INPUT_OUTPUT).number();
    }

    /** Lets git read the time, as it reads that of {@code git gc --prune}. */
    private Instant unusedSince() throws IOException {
        Git.Output output = expire == null
                ? context.git()
                        .attempt(
                                new byte[0],
                                "config",
                                "--type=expiry-date",
                                "--default=" + DEFAULT_EXPIRE,
                                "--get",
                                "theta.pruneExpire")
                : context.git()
                        .attempt(
                                new byte[0],
                                "-c",
                                "theta.pruneExpire=" + expire,
                                "config",
                                "--type=expiry-date",
                                "--get",
                                "theta.pruneExpire");
        if (output.exitCode() != 0) {
            throw new CommandException(
                    expire == null ? ExitCode.ENVIRONMENT : ExitCode.USAGE,
                    (expire == null ? "theta.pruneExpire" : "--expire")
                            + " takes a time that git understands, such as 2.weeks.ago, or now");
        }
        // Git writes the largest number for "now".
        long seconds = Long.parseUnsignedLong(output.line());
        Instant now = Instant.now();
        return seconds < 0 || seconds > now.getEpochSecond() ? now : Instant.ofEpochSecond(seconds);
    }
}
