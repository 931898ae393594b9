// SPDX-License-Identifier: Apache-2.0
package org.gittheta.cli;

import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * Dispatches what git starts to the filter.
 *
 * @param directory the working directory
 * @param environment the variables of the process
 */
record FilterCommands(Path directory, Map<String, String> environment) {
    /** Runs one command on git's streams and returns its exit code. */
    int run(List<String> arguments, InputStream in, OutputStream out, PrintStream err) {
        String command = arguments.isEmpty() ? "" : arguments.get(0);
        switch (command) {
            case "filter-process", "clean", "smudge", "merge-driver" -> {
                err.println("git theta: " + command + " is not built yet");
                return ExitCode.INTERNAL.number();
            }
            default -> {
                err.println("git theta: git starts no command '" + command + "'");
                return ExitCode.USAGE.number();
            }
        }
    }
}
