// SPDX-License-Identifier: Apache-2.0
package org.gittheta.cli.man;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.gittheta.cli.ExitCode;
import picocli.CommandLine;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/** Writes the manual page of one command from the same model that parses and helps: the two cannot disagree. */
final class ManPage {
    private final CommandSpec spec;
    private final String source;

    ManPage(CommandSpec spec, String source) {
        this.spec = spec;
        this.source = source;
    }

    /** Returns the page's name, such as {@code git-theta-install}. */
    static String name(CommandSpec spec) {
        return spec.qualifiedName("-");
    }

    /** Returns the page as roff text. */
    String text() {
        String[] description = spec.usageMessage().description();
        Roff page = new Roff().title(name(spec), source);
        page.section("NAME").line(name(spec) + " - " + firstSentence(description));
        page.section("SYNOPSIS").line(synopsis());
        page.section("DESCRIPTION");
        for (String paragraph : description) {
            page.paragraph(plain(paragraph));
        }
        arguments(page);
        commands(page);
        page.section("EXAMPLES").verbatim(examples());
        page.section("EXIT STATUS");
        for (ExitCode code : ExitCode.values()) {
            page.entry(String.valueOf(code.number()), code.meaning());
        }
        environment(page);
        page.section("SEE ALSO").line(seeAlso());
        return page.toString();
    }

    private static String firstSentence(String... description) {
        String text = description.length == 0 ? "" : plain(description[0]);
        String first = text.endsWith(".") ? text.substring(0, text.length() - 1) : text;
        return first.isEmpty() ? first : Character.toLowerCase(first.charAt(0)) + first.substring(1);
    }

    private String synopsis() {
        String text =
                new CommandLine.Help(spec, CommandLine.Help.defaultColorScheme(CommandLine.Help.Ansi.OFF)).synopsis(0);
        return text.replaceAll("\\s+", " ").strip().replaceFirst("^git-theta", "git theta");
    }

    private void arguments(Roff page) {
        List<PositionalParamSpec> positionals = spec.positionalParameters().stream()
                .filter(parameter -> !parameter.hidden())
                .toList();
        if (!positionals.isEmpty()) {
            page.section("ARGUMENTS");
            positionals.forEach(parameter -> page.entry(parameter.paramLabel(), description(parameter)));
        }
        List<OptionSpec> options =
                spec.options().stream().filter(option -> !option.hidden()).toList();
        if (!options.isEmpty()) {
            page.section("OPTIONS");
            options.forEach(option -> page.entry(term(option), description(option)));
        }
    }

    private static String term(OptionSpec option) {
        String names = String.join(", ", option.names());
        if (option.arity().max() == 0) {
            return names;
        }
        String label = option.paramLabel();
        return option.arity().min() == 0 ? names + "[=" + label + "]" : names + "=" + label;
    }

    private static String description(ArgSpec argument) {
        return Arrays.stream(argument.description()).map(ManPage::plain).collect(Collectors.joining(" "));
    }

    private void commands(Roff page) {
        if (spec.subcommands().isEmpty()) {
            return;
        }
        page.section("COMMANDS");
        for (Map.Entry<String, CommandLine> entry : spec.subcommands().entrySet()) {
            CommandSpec command = entry.getValue().getCommandSpec();
            if (!command.usageMessage().hidden()) {
                page.entry(entry.getKey(), plain(command.usageMessage().description()[0]));
            }
        }
    }

    private List<String> examples() {
        List<String> lines = new ArrayList<>();
        for (String line : spec.usageMessage().footer()) {
            lines.add(plain(line));
        }
        return lines;
    }

    private void environment(Roff page) {
        if (spec.parent() != null) {
            return;
        }
        page.section("ENVIRONMENT");
        page.entry("GIT_THETA_SKIP_SMUDGE", "When set and not 0, checkouts leave stubs in the working tree.");
        page.entry("GIT_THETA_JAVA", "The java program to use, before JAVA_HOME and the PATH.");
        page.entry("GIT_THETA_JAVA_OPTIONS", "More options for it, separated by spaces.");
        page.entry("GIT_THETA_ARCHIVE", "When off, no class-data archive is used or made.");
        page.entry("GIT_THETA_DEBUG", "When 1, faults show their stack trace.");
        page.entry("NO_COLOR", "When not empty, nothing is coloured.");
    }

    private String seeAlso() {
        List<String> pages = new ArrayList<>();
        if (spec.parent() != null) {
            pages.add(name(spec.root()) + "(1)");
        } else {
            spec.subcommands().forEach((name, command) -> pages.add(name(command.getCommandSpec()) + "(1)"));
            pages.remove("git-theta-help(1)");
        }
        pages.addAll(List.of("gitattributes(5)", "git-lfs(1)"));
        return String.join(", ", pages);
    }

    /** Resolves picocli's format and markup, %n and such. */
    private static String plain(String text) {
        return CommandLine.Help.Ansi.OFF.string(String.format(text)).stripTrailing();
    }
}
