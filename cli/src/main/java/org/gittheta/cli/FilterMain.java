// SPDX-License-Identifier: Apache-2.0
package org.gittheta.cli;

import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.FilterInputStream;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.List;

/**
 * Runs the commands that git itself starts: {@code filter-process}, {@code clean}, {@code smudge}, {@code merge-driver},
 * {@code pre-push}.
 *
 * <p>Each starts a Java virtual machine while a person waits for {@code git add}, so this class and what it reaches
 * know nothing of the command-line parser. Standard output belongs to git's protocol.
 */
public final class FilterMain {
    private FilterMain() {}

    /** Runs the command that the arguments name and exits with its code. */
    public static void main(String[] arguments) {
        FilterCommands commands = new FilterCommands(
                Path.of("").toAbsolutePath(),
                System.getenv(),
                System.getProperty("gittheta.terminal", "").contains("2"));
        // Unbuffered: the protocol's reader asks for whole packets, and a buffer between would only copy them. Wrapped,
        // since a bare FileInputStream of Java 17 asks a pipe for its position.
        InputStream in = new FilterInputStream(new FileInputStream(FileDescriptor.in)) {};
        System.exit(commands.run(List.of(arguments), in, new FileOutputStream(FileDescriptor.out), System.err));
    }
}
