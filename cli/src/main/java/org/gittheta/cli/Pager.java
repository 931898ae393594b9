// SPDX-License-Identifier: Apache-2.0
package org.gittheta.cli;

import java.io.BufferedOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.gittheta.storage.repository.Git;

/**
 * Shows a person long output through the program that git would use: {@code GIT_PAGER}, {@code core.pager}, {@code PAGER}
 * or less; {@code git --no-pager theta} sets the first to cat.
 */
public final class Pager implements Closeable {
    private final PrintStream out;
    private final Process process;

    private Pager(PrintStream out, Process process) {
        this.out = out;
        this.process = process;
    }

    /**
     * Starts it, if standard output is a terminal.
     *
     * @param command the git command whose {@code pager.COMMAND} holds, such as {@code diff}
     * @param wanted whether the command line allows it
     */
    public static Pager of(CommandContext context, String command, boolean wanted) throws IOException {
        String program = wanted && context.terminal().out() ? program(context.git(), command) : "";
        if (program.isEmpty() || program.equals("cat")) {
            return new Pager(context.out(), null);
        }
        ProcessBuilder builder = new ProcessBuilder("sh", "-c", program)
                .directory(context.directory().toFile())
                .redirectOutput(ProcessBuilder.Redirect.INHERIT)
                .redirectError(ProcessBuilder.Redirect.INHERIT);
        builder.environment().clear();
        builder.environment().putAll(context.environment());
        builder.environment().putIfAbsent("LESS", "FRX");
        builder.environment().putIfAbsent("LV", "-c");
        Process process = builder.start();
        return new Pager(
                new PrintStream(
                        new BufferedOutputStream(process.getOutputStream(), 1 << 16), false, StandardCharsets.UTF_8),
                process);
    }

    private static String program(Git git, String command) throws IOException {
        String own =
                git.attempt(new byte[0], "config", "--get", "pager." + command).line();
        return switch (own) {
            case "", "true", "yes", "on", "1" ->
                git.attempt(new byte[0], "var", "GIT_PAGER").line();
            case "false", "no", "off", "0" -> "";
            default -> own;
        };
    }

    /** Returns where to print. */
    public PrintStream out() {
        return out;
    }

    /** Waits until the person has seen enough. */
    @Override
    public void close() throws IOException {
        if (process == null) {
            return;
        }
        out.close();
        try {
            process.waitFor();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted");
        }
    }
}
