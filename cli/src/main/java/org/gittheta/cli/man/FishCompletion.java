// SPDX-License-Identifier: Apache-2.0
package org.gittheta.cli.man;

import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** Writes the completion for the fish shell: of {@code git-theta …} and of {@code git theta …}. */
final class FishCompletion {
    private final StringBuilder script = new StringBuilder();

    /** Returns the script. */
    static String of(CommandSpec root) {
        FishCompletion completion = new FishCompletion();
        completion.script.append("# Completion of git theta for fish; made by the build.\n\n");
        completion.write(root, "git-theta", "__fish_use_subcommand", "__fish_seen_subcommand_from %s");
        completion
                .script
                .append("\ncomplete -c git -f -n '__fish_use_subcommand' -a theta -d ")
                .append(quoted(summary(root)))
                .append('\n');
        // Words behind "git theta": the second is the subcommand.
        completion.write(
                root,
                "git",
                "__fish_seen_subcommand_from theta; and test (count (commandline -opc)) -eq 2",
                "__fish_seen_subcommand_from theta; and contains -- %s (commandline -opc)[3]");
        return completion.script.toString();
    }

    private void write(CommandSpec root, String program, String atCommand, String inCommand) {
        for (CommandLine command : root.subcommands().values()) {
            CommandSpec spec = command.getCommandSpec();
            line(program, atCommand)
                    .append(" -f -a ")
                    .append(spec.name())
                    .append(" -d ")
                    .append(quoted(summary(spec)));
            script.append('\n');
        }
        for (CommandLine command : root.subcommands().values()) {
            CommandSpec spec = command.getCommandSpec();
            for (OptionSpec option : spec.options()) {
                line(program, String.format(inCommand, spec.name()));
                for (String name : option.names()) {
                    script.append(name.startsWith("--") ? " -l " + name.substring(2) : " -s " + name.substring(1));
                }
                if (option.arity().max() > 0) {
                    script.append(" -r");
                }
                script.append(" -d ")
                        .append(quoted(first(option.description())))
                        .append('\n');
            }
        }
    }

    private StringBuilder line(String program, String condition) {
        return script.append("complete -c ")
                .append(program)
                .append(" -n '")
                .append(condition)
                .append('\'');
    }

    private static String summary(CommandSpec spec) {
        return first(spec.usageMessage().description());
    }

    private static String first(String... description) {
        return description.length == 0 ? "" : description[0];
    }

    private static String quoted(String text) {
        return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'";
    }
}
