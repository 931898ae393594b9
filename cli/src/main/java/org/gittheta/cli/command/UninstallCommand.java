// SPDX-License-Identifier: Apache-2.0
package org.gittheta.cli.command;

import java.io.IOException;
import java.util.concurrent.Callable;
import org.gittheta.cli.CommandContext;
import org.gittheta.cli.ExitCode;
import org.gittheta.cli.install.Installer;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Removes from one of git's configuration files what {@code install} wrote there, and nothing else. */
@Command(
        name = "uninstall",
        description = {
            "Removes git theta's settings from git.",
            "Removes only what 'git theta install' wrote; settings of other programs, attributes, stubs and objects stay."
        },
        mixinStandardHelpOptions = true,
        footerHeading = "%nExamples:%n",
        footer = {
            "  git theta uninstall             for this user",
            "  git theta uninstall --local -n  say what would go from this repository",
        })
public final class UninstallCommand implements Callable<Integer> {
    private final CommandContext context;

    @Mixin
    private ScopeOptions options;

    /** Takes the world that the command runs in. */
    public UninstallCommand(CommandContext context) {
        this.context = context;
    }

    @Override
    public Integer call() throws IOException {
        Installer installer = new Installer(context, options.scope(context));
        new OutcomeReport(context, options)
                .print(
                        installer.uninstall(options.dryRun()),
                        "removed",
                        "Removed git theta's settings",
                        "Nothing changed: git theta has no settings");
        if (!options.dryRun() && context.findRepository().isPresent()) {
            HookReport.uninstalled(context);
        }
        return ExitCode.OK.number();
    }
}
