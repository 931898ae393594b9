// SPDX-License-Identifier: Apache-2.0
package org.gittheta.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.gittheta.storage.repository.Git;
import picocli.CommandLine;

/** Gives the command line to what describes it instead of running it. */
public final class CommandLines {
    private CommandLines() {}

    /** Returns the command line under the program's name, {@code git-theta}. */
    public static CommandLine forGeneratedFiles() throws IOException {
        Path nowhere = Path.of("");
        PrintStream nothing = new PrintStream(PrintStream.nullOutputStream(), false, StandardCharsets.UTF_8);
        CommandLine root = CommandLineFactory.create(new CommandContext(
                nowhere,
                Map.of(),
                InputStream.nullInputStream(),
                nothing,
                nothing,
                new Git(nowhere, Map.of()),
                Terminal.NONE,
                new Installation(Optional.empty(), Optional.empty(), nowhere)));
        root.setCommandName("git-theta");
        root.getCommandSpec().versionProvider(null).version("git-theta " + VersionProvider.version());
        return root;
    }
}
