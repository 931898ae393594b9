// SPDX-License-Identifier: Apache-2.0
package org.gittheta.cli.command;

import java.io.IOException;
import java.util.concurrent.Callable;
import org.gittheta.cli.CommandContext;
import org.gittheta.cli.ExitCode;
import org.gittheta.cli.install.Installer;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Tells git, in one of its configuration files, to run git theta as the filter and merge driver named theta. */
@Command(
        name = "install",
        description = {
            "Sets up git to use git theta.",
            "Writes the filter and the merge driver named theta into git's configuration. Needed once for each user; "
                    + "'git theta track' then says which files are checkpoints. Running it again changes nothing."
        },
        mixinStandardHelpOptions = true,
        footerHeading = "%nExamples:%n",
        footer = {
            "  git theta install                 for this user",
            "  git theta install --skip-smudge   check out stubs instead of checkpoints",
            "  git theta install --local -n      say what would change in this repository",
        })
public final class InstallCommand implements Callable<Integer> {
    private final CommandContext context;

    @Mixin
    private ScopeOptions options;

    @Option(names = "--skip-smudge", description = "Leave stubs in the working tree until 'git theta checkout'.")
    private boolean skipSmudge;

    @Option(
            names = {"-f", "--force"},
            description = "Replace settings that another program wrote.")
    private boolean force;

    /** Takes the world that the command runs in. */
    public InstallCommand(CommandContext context) {
        this.context = context;
    }

    @Override
    public Integer call() throws IOException {
        Installer installer = new Installer(context, options.scope(context));
        new OutcomeReport(context, options)
                .print(
                        installer.install(skipSmudge, force, options.dryRun()),
                        "set",
                        "Set up git theta",
                        "Nothing changed: git theta was already set up");
        if (!options.dryRun() && context.findRepository().isPresent()) {
            HookReport.installed(context);
        }
        return ExitCode.OK.number();
    }
}
