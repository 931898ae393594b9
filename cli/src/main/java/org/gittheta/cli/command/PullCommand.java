// SPDX-License-Identifier: Apache-2.0
package org.gittheta.cli.command;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.gittheta.cli.CommandContext;
import org.gittheta.cli.checkout.CheckoutRun;
import org.gittheta.cli.repository.TrackedFiles;
import org.gittheta.cli.repository.Worktree;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Downloads the objects that checkpoints of the worktree lack, and writes the checkpoints that are stubs or missing. */
@Command(
        name = "pull",
        description = "Downloads what the checkpoints of this worktree lack, and writes those that are still stubs.",
        mixinStandardHelpOptions = true,
        footerHeading = "%nExamples:%n",
        footer = {
            "  git theta pull                         all checkpoints",
            "  git theta pull -I 'models/base/**'     only those",
            "  git theta pull -X '*.pt'               all others"
        })
public final class PullCommand implements Callable<Integer> {
    private final CommandContext context;

    @Option(
            names = {"-q", "--quiet"},
            description = "Say nothing unless something is wrong.")
    private boolean quiet;

    @Option(
            names = {"-I", "--include"},
            paramLabel = "GLOB",
            description = "Only checkpoints whose path from the top matches.")
    private List<String> included = new ArrayList<>();

    @Option(
            names = {"-X", "--exclude"},
            paramLabel = "GLOB",
            description = "No checkpoints whose path from the top matches.")
    private List<String> excluded = new ArrayList<>();

    /** Takes the world that the command runs in. */
    public PullCommand(CommandContext context) {
        this.context = context;
    }

    @Override
    public Integer call() throws IOException {
        Worktree worktree = Worktree.of(context);
        List<String> pathspecs = new ArrayList<>();
        included.forEach(glob -> pathspecs.add(":(top)" + glob));
        excluded.forEach(glob -> pathspecs.add(":(top,exclude)" + glob));
        TrackedFiles tracked = new TrackedFiles(context.git(), worktree.prefix());
        CheckoutRun run = new CheckoutRun(context, worktree, quiet);
        return run.report(run.checkout().fill(tracked.inIndex(pathspecs).checkpoints()), Optional.empty());
    }
}
