// SPDX-License-Identifier: Apache-2.0
package org.gittheta.cli.process;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Is a command of the user's that runs on our own standard streams.
 *
 * @param words the program and its arguments
 * @param directory where it runs
 * @param environment all of its variables
 */
public record ChildCommand(List<String> words, Path directory, Map<String, String> environment) {
    /** What a shell answers for a program that does not exist. */
    public static final int NOT_FOUND = 127;

    /** Copies both. */
    public ChildCommand {
        words = List.copyOf(words);
        environment = Map.copyOf(environment);
    }

    /** Returns the command that a shell makes of a text. */
    public static ChildCommand shell(String text, Path directory, Map<String, String> environment) {
        return new ChildCommand(List.of("sh", "-c", text), directory, environment);
    }

    /** Returns the same command with its standard output where its errors go, so that ours has nothing but an answer. */
    public ChildCommand quiet() {
        List<String> more = new ArrayList<>(List.of("sh", "-c", "exec 1>&2; exec \"$@\"", "sh"));
        more.addAll(words);
        return new ChildCommand(more, directory, environment);
    }

    /** Returns the same command with more variables. */
    public ChildCommand with(Map<String, String> variables) {
        Map<String, String> more = new HashMap<>(environment);
        more.putAll(variables);
        return new ChildCommand(words, directory, more);
    }

    /**
     * Runs it to its end and returns its exit code, {@link #NOT_FOUND} if there is no such program. When this process is
     * told to end, the command is told, too.
     */
    public int run() throws IOException {
        return run(started -> {});
    }

    /** Runs it, too, and tells which process it is as soon as there is one. */
    public int run(Consumer<ProcessHandle> started) throws IOException {
        ProcessBuilder builder =
                new ProcessBuilder(words).directory(directory.toFile()).inheritIO();
        builder.environment().clear();
        builder.environment().putAll(environment);
        Process process;
        try {
            process = builder.start();
        } catch (IOException e) {
            if (String.valueOf(e.getMessage()).contains("error=2,")) {
                return NOT_FOUND;
            }
            throw e;
        }
        Thread end = new Thread(process::destroy, "end-of-command");
        Runtime.getRuntime().addShutdownHook(end);
        try {
            started.accept(process.toHandle());
            return process.waitFor();
        } catch (InterruptedException e) {
            process.destroy();
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while the command was running");
        } finally {
            forget(end);
        }
    }

    private static void forget(Thread hook) {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            // We are ending: the hook has run.
        }
    }
}
