// SPDX-License-Identifier: Apache-2.0
package org.gittheta.cli.command;

import java.util.concurrent.Callable;
import org.gittheta.cli.CommandContext;
import org.gittheta.cli.CommandException;
import org.gittheta.cli.ExitCode;
import picocli.CommandLine.Command;

/** Sets up git to use git theta (not built yet). */
@Command(
        name = "install",
        description = "Sets up git to use git theta.",
        mixinStandardHelpOptions = true,
        footerHeading = "%nExamples:%n",
        footer = "  git theta install")
public final class InstallCommand implements Callable<Integer> {
    private final CommandContext context;

    /** Takes the world that the command runs in. */
    public InstallCommand(CommandContext context) {
        this.context = context;
    }

    @Override
    public Integer call() throws Exception {
        context.repository();
        throw new CommandException(ExitCode.INTERNAL, "not built yet");
    }
}
