// SPDX-License-Identifier: Apache-2.0
package org.gittheta.cli.checkout;

import java.io.IOException;
import java.util.Optional;
import org.gittheta.cli.CommandContext;
import org.gittheta.cli.ExitCode;
import org.gittheta.cli.Failures;
import org.gittheta.cli.OneLine;
import org.gittheta.cli.repository.OpenRepository;
import org.gittheta.cli.repository.Sizes;
import org.gittheta.cli.repository.Worktree;

/**
 * Writes checkpoints into one worktree for a command and reports on it.
 *
 * @param context the world of the command
 * @param worktree the worktree
 * @param quiet whether only faults are shown
 */
public record CheckoutRun(CommandContext context, Worktree worktree, boolean quiet) {
    /** Returns what writes checkpoints, fetching objects that are missing. */
    public Checkout checkout() throws IOException {
        return new Checkout(context, worktree, OpenRepository.of(context), quiet);
    }

    /** Lets git write the files that are no stubs, says what failed and what was written, and returns the exit code. */
    public int report(RestoreResult result, Optional<String> revision) throws IOException {
        new PlainCheckout(context, worktree).write(revision, result.raw());
        ExitCode exitCode = ExitCode.OK;
        for (RestoreResult.Fault fault : result.faults()) {
            Failures.Failure failure = Failures.of(fault.cause());
            String sentence = "git theta: " + worktree.shown(fault.path()) + ": " + failure.sentence();
            context.err().println(OneLine.of(sentence));
            if (context.debug()) {
                fault.cause().printStackTrace(context.err());
            }
            exitCode = exitCode == ExitCode.OK ? failure.exitCode() : exitCode;
        }
        if (!quiet && !result.written().isEmpty()) {
            context.err()
                    .println("Wrote " + Sizes.count(result.written().size(), "checkpoint") + " ("
                            + Sizes.of(result.bytes()) + ")");
        }
        return exitCode.number();
    }
}
