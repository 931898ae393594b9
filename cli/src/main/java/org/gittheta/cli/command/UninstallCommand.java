// SPDX-License-Identifier: Apache-2.0
package org.gittheta.cli.command;

import java.util.concurrent.Callable;
import org.gittheta.cli.CommandContext;
import org.gittheta.cli.CommandException;
import org.gittheta.cli.ExitCode;
import picocli.CommandLine.Command;

/** Removes git theta's settings from git (not built yet). */
@Command(
        name = "uninstall",
        description = "Removes git theta's settings from git.",
        mixinStandardHelpOptions = true,
        footerHeading = "%nExamples:%n",
        footer = "  git theta uninstall")
public final class UninstallCommand implements Callable<Integer> {
    private final CommandContext context;

    /** Takes the world that the command runs in. */
    public UninstallCommand(CommandContext context) {
        this.context = context;
    }

    @Override
    public Integer call() throws Exception {
        context.repository();
        throw new CommandException(ExitCode.INTERNAL, "not built yet");
    }
}
