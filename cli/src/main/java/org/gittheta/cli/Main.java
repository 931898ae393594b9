// SPDX-License-Identifier: Apache-2.0
package org.gittheta.cli;

import java.io.BufferedOutputStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.gittheta.storage.repository.Git;

/** Runs one {@code git theta} command: the only class that reads the environment and ends the process. */
public final class Main {
    private Main() {}

    /** Runs the command that the arguments name and exits with its code. */
    public static void main(String[] arguments) {
        Map<String, String> environment = System.getenv();
        Path directory = Path.of("").toAbsolutePath();
        PrintStream out = utf8(FileDescriptor.out);
        PrintStream err = utf8(FileDescriptor.err);
        CommandContext context = new CommandContext(
                directory,
                environment,
                System.in,
                out,
                err,
                new Git(directory, environment),
                Terminal.of(System.getProperty("gittheta.terminal", ""), environment),
                installation());
        int exitCode = CommandLineFactory.createFor(context, arguments).execute(arguments);
        out.flush();
        err.flush();
        System.exit(out.checkError() && exitCode == 0 ? ExitCode.INPUT_OUTPUT.number() : exitCode);
    }

    private static Installation installation() {
        return new Installation(
                property("gittheta.home"),
                property("gittheta.archive"),
                Path.of(System.getProperty("java.home"), "bin", "java"));
    }

    private static Optional<Path> property(String name) {
        return Optional.ofNullable(System.getProperty(name))
                .filter(value -> !value.isEmpty())
                .map(Path::of);
    }

    /** Writes UTF-8 whatever the locale: parameter names and paths are UTF-8. */
    private static PrintStream utf8(FileDescriptor descriptor) {
        boolean errors = descriptor.equals(FileDescriptor.err);
        return new PrintStream(
                new BufferedOutputStream(new FileOutputStream(descriptor)), errors, StandardCharsets.UTF_8);
    }
}
