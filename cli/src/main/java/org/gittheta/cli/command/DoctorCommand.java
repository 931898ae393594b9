// SPDX-License-Identifier: Apache-2.0
package org.gittheta.cli.command;

import java.util.concurrent.Callable;
import org.gittheta.cli.CommandContext;
import org.gittheta.cli.CommandException;
import org.gittheta.cli.ExitCode;
import picocli.CommandLine.Command;

/** Checks that everything is in order, and says how to mend what is not (not built yet). */
@Command(
        name = "doctor",
        description = "Checks that everything is in order, and says how to mend what is not.",
        mixinStandardHelpOptions = true,
        footerHeading = "%nExamples:%n",
        footer = "  git theta doctor")
public final class DoctorCommand implements Callable<Integer> {
    private final CommandContext context;

    /** Takes the world that the command runs in. */
    public DoctorCommand(CommandContext context) {
        this.context = context;
    }

    @Override
    public Integer call() throws Exception {
        context.repository();
        throw new CommandException(ExitCode.INTERNAL, "not built yet");
    }
}
