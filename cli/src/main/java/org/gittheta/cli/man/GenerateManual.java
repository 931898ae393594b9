// SPDX-License-Identifier: Apache-2.0
package org.gittheta.cli.man;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.gittheta.cli.CommandLines;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;

/** Writes the manual pages and the completion of the distribution; the build runs it. */
public final class GenerateManual {
    private GenerateManual() {}

    /** Takes the folder of the distribution. */
    public static void main(String[] arguments) throws IOException {
        Path distribution = Path.of(arguments[0]);
        CommandLine root = CommandLines.forGeneratedFiles();
        Path pages = Files.createDirectories(distribution.resolve("man").resolve("man1"));
        String source = root.getCommandSpec().version()[0];
        write(pages, root.getCommandSpec(), source);
        for (CommandLine command : root.getSubcommands().values()) {
            CommandSpec spec = command.getCommandSpec();
            if (!spec.name().equals("help") && !spec.usageMessage().hidden()) {
                write(pages, spec, source);
                for (CommandLine grouped : command.getSubcommands().values()) {
                    write(pages, grouped.getCommandSpec(), source);
                }
            }
        }
        Path completions = Files.createDirectories(distribution.resolve("completions"));
        Files.writeString(completions.resolve("git-theta.bash"), AutoComplete.bash("git-theta", root) + forGit());
        Files.writeString(completions.resolve("git-theta.fish"), FishCompletion.of(root.getCommandSpec()));
    }

    private static void write(Path folder, CommandSpec spec, String source) throws IOException {
        Files.writeString(folder.resolve(ManPage.name(spec) + ".1"), new ManPage(spec, source).text());
    }

    /** Returns the function that git's own completion calls for {@code git theta}. */
    private static String forGit() throws IOException {
        try (InputStream in = GenerateManual.class.getResourceAsStream("git-completion.bash")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
