// SPDX-License-Identifier: Apache-2.0
package org.gittheta.cli.command;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import org.gittheta.cli.CommandContext;
import org.gittheta.cli.CommandException;
import org.gittheta.cli.ExitCode;
import org.gittheta.cli.fsck.Fsck;
import org.gittheta.cli.fsck.LocatedFault;
import org.gittheta.cli.fsck.Repair;
import org.gittheta.cli.repository.RevisionAndPaths;
import org.gittheta.lfs.fetch.Remotes;
import org.gittheta.storage.object.StoredObject;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Reads every stub and every object that can be reached, and says what is wrong. */
@Command(
        name = "fsck",
        description = {
            "Checks that every stub can be read, that the objects it names are here and whole, and that they hold what"
                    + " it says; and finds checkpoints that were committed without a stub.",
            "Without REV: everything that a branch, tag, stash, reflog, HEAD or index of any worktree reaches. A clone"
                    + " has only what its checkouts needed: check that with HEAD. Exits with 1 when it finds a fault."
        },
        mixinStandardHelpOptions = true,
        footerHeading = "%nExamples:%n",
        footer = {
            "  git theta fsck                  everything",
            "  git theta fsck HEAD             the checkpoints of one commit",
            "  git theta fsck --stubs v1..v2   no object is read",
            "  git theta fsck --remote=origin  also whether the remote has what was pushed to it",
        })
public final class FsckCommand implements Callable<Integer> {
    private final CommandContext context;

    @Option(names = "--stubs", description = "Only stubs, and checkpoints without one.")
    private boolean isStubs;

    @Option(names = "--objects", description = "Only objects.")
    private boolean isObjects;

    @Option(
            names = "--remote",
            arity = "0..1",
            fallbackValue = "",
            paramLabel = "NAME",
            description = {
                "Ask a remote, too: it should have what its branches here, or each REV, need.",
                "What is not here but there is no fault then."
            })
    private String remote;

    @Option(names = "--repair", description = "Download again what is damaged; what no remote has is left as it is.")
    private boolean isRepair;

    @Option(names = "--json", description = "Print the result as JSON.")
    private boolean json;

    @Parameters(paramLabel = "REV", description = "Commits, whose checkpoints are checked, or ranges.")
    private List<String> words = new ArrayList<>();

    /** Takes the world that the command runs in. */
    public FsckCommand(CommandContext context) {
        this.context = context;
    }

    @Override
    public Integer call() throws IOException {
        context.repository();
        for (String word : words) {
            if (!isRevision(word)) {
                throw new CommandException(ExitCode.USAGE, "git knows no commit '" + word + "'");
            }
        }
        boolean isAll = isStubs == isObjects;
        Fsck.Result result =
                new Fsck(context, new Fsck.Scope(isAll || isStubs, isAll || isObjects, remote(), words)).run();
        List<LocatedFault> faults = new ArrayList<>(result.faults());
        Set<StoredObject> mended = isRepair ? Repair.run(context, faults) : Set.of();
        faults.removeIf(
                located -> located.fault().object().filter(mended::contains).isPresent());
        FsckReport report = new FsckReport(result, faults, mended);
        if (json) {
            report.printJson(context.out());
        } else {
            report.print(context.out());
        }
        return (faults.isEmpty() ? ExitCode.OK : ExitCode.NEGATIVE).number();
    }

    private boolean isRevision(String word) throws IOException {
        if (!word.contains("..")) {
            return RevisionAndPaths.isRevision(context, word);
        }
        return !word.startsWith("-")
                && context.git()
                                .attempt(new byte[0], "rev-list", "-1", "--end-of-options", word, "--")
                                .exitCode()
                        == 0;
    }

    private Optional<String> remote() throws IOException {
        if (remote == null || !remote.isEmpty()) {
            return Optional.ofNullable(remote);
        }
        Optional<String> first = Remotes.inOrder(context.git()).stream().findFirst();
        if (first.isEmpty()) {
            throw new CommandException(
                    ExitCode.ENVIRONMENT, "this repository has no remote: name a URL, or run 'git remote add'");
        }
        return first;
    }
}
