// SPDX-License-Identifier: Apache-2.0
package org.gittheta.cli;

import java.io.OutputStreamWriter;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** Builds the command line: the root, its commands, and how faults become messages and exit codes. */
final class CommandLineFactory {
    /** What a user types. Generated files use {@code git-theta}, the program's name. */
    private static final String SHOWN_NAME = "git theta";

    private CommandLineFactory() {}

    /** Returns the whole command line. */
    static CommandLine create(CommandContext context) {
        return create(context, GitTheta.subcommands());
    }

    /** Returns what one invocation needs of it: reading the annotations of all commands takes longer than most of them. */
    static CommandLine createFor(CommandContext context, String... arguments) {
        return create(
                context,
                GitTheta.subcommands().stream()
                        .filter(command ->
                                arguments.length > 0 && command.name().equals(arguments[0]))
                        .findFirst()
                        .map(List::of)
                        .orElseGet(GitTheta::subcommands));
    }

    private static CommandLine create(CommandContext context, List<GitTheta.Subcommand> subcommands) {
        CommandLine root = new CommandLine(new GitTheta());
        for (GitTheta.Subcommand subcommand : subcommands) {
            root.addSubcommand(subcommand.name(), subcommand.make().apply(context));
        }
        root.setCommandName(SHOWN_NAME);
        root.setOut(writer(context.out()));
        root.setErr(writer(context.err()));
        root.setColorScheme(
                CommandLine.Help.defaultColorScheme(context.terminal().colour() ? Ansi.ON : Ansi.OFF));
        root.setCaseInsensitiveEnumValuesAllowed(true);
        root.setUsageHelpAutoWidth(false);
        // "@" is HEAD to git, not a file of arguments.
        root.setExpandAtFiles(false);
        root.setParameterExceptionHandler((e, arguments) -> usage(e, context.err()));
        root.setExecutionExceptionHandler((e, commandLine, result) -> Failures.report(e, context));
        return root;
    }

    private static int usage(ParameterException fault, PrintStream err) {
        String command = fault.getCommandLine().getCommandSpec().qualifiedName();
        err.println("git theta: " + fault.getMessage() + hint(fault) + " ('" + command + " --help' says more)");
        return ExitCode.USAGE.number();
    }

    private static String hint(ParameterException fault) {
        if (!(fault instanceof UnmatchedArgumentException unmatched)) {
            return "";
        }
        List<String> suggestions = unmatched.getSuggestions();
        return suggestions.isEmpty() ? "" : "; did you mean " + String.join(" or ", suggestions) + "?";
    }

    private static PrintWriter writer(PrintStream stream) {
        return new PrintWriter(new OutputStreamWriter(stream, StandardCharsets.UTF_8), true);
    }
}
