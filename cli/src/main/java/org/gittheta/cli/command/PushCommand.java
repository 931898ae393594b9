// SPDX-License-Identifier: Apache-2.0
package org.gittheta.cli.command;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import org.gittheta.cli.CommandContext;
import org.gittheta.cli.CommandException;
import org.gittheta.cli.ExitCode;
import org.gittheta.cli.repository.OpenRepository;
import org.gittheta.cli.repository.RevisionAndPaths;
import org.gittheta.cli.repository.Sizes;
import org.gittheta.lfs.LfsSettings;
import org.gittheta.lfs.fetch.Remotes;
import org.gittheta.lfs.push.ObjectPush;
import org.gittheta.storage.object.StoredObject;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Uploads the objects of stubs without pushing a branch. */
@Command(
        name = "push",
        description = {
            "Uploads the objects of checkpoints without pushing a branch.",
            "'git push' does this by itself; this repeats it for what a push with --no-verify left out."
        },
        mixinStandardHelpOptions = true,
        footerHeading = "%nExamples:%n",
        footer = {
            "  git theta push                  what HEAD has and the default remote lacks",
            "  git theta push origin main v1   what these refs need",
            "  git theta push --all backup     every object that any ref needs",
            "  git theta push -n               say how much it is"
        })
public final class PushCommand implements Callable<Integer> {
    private final CommandContext context;

    @Option(names = "--all", description = "Everything that is reachable from any ref, whatever the remote's refs say.")
    private boolean all;

    @Option(
            names = {"-n", "--dry-run"},
            description = "Say how many objects and bytes the refs need beyond those that the remote has refs for.")
    private boolean isDry;

    @Parameters(index = "0", arity = "0..1", paramLabel = "REMOTE", description = "A remote's name or URL.")
    private String remote;

    @Parameters(index = "1..*", paramLabel = "REF", description = "Revisions; HEAD by default.")
    private List<String> words = new ArrayList<>();

    /** Takes the world that the command runs in. */
    public PushCommand(CommandContext context) {
        this.context = context;
    }

    @Override
    public Integer call() throws IOException {
        context.repository();
        String to = remote != null ? remote : defaultRemote();
        List<String> revisions = revisions();
        ObjectPush push = new ObjectPush(
                context.git(),
                OpenRepository.of(context).store(),
                LfsSettings.pointerRef(context.git()),
                context.terminal().err());
        if (isDry) {
            Set<StoredObject> pending = push.pending(to, revisions).objects();
            context.out()
                    .println("Would bring " + Sizes.count(pending.size(), "object") + " ("
                            + Sizes.of(pending.stream()
                                    .mapToLong(StoredObject::size)
                                    .sum()) + ") to " + to);
        } else if (all) {
            push.pushAll(to, revisions);
        } else {
            push.push(to, revisions);
        }
        return 0;
    }

    private String defaultRemote() throws IOException {
        return Remotes.forPush(context.git())
                .orElseThrow(() -> new CommandException(
                        ExitCode.ENVIRONMENT, "this repository has no remote: name a URL, or run 'git remote add'"));
    }

    private List<String> revisions() throws IOException {
        if (all) {
            return List.of("--all");
        }
        for (String word : words) {
            if (!RevisionAndPaths.isRevision(context, word)) {
                throw new CommandException(ExitCode.USAGE, "git knows no commit '" + word + "'");
            }
        }
        return words.isEmpty() ? List.of("HEAD") : words;
    }
}
