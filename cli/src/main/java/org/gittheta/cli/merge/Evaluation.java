// SPDX-License-Identifier: Apache-2.0
package org.gittheta.cli.merge;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.gittheta.cli.process.ShellWords;

/**
 * Has a command of the shell look at a candidate; what it writes to standard error is shown as it comes.
 *
 * @param command the command, in which {} stands for the candidate
 * @param directory where it runs
 * @param environment its variables
 */
public record Evaluation(String command, Path directory, Map<String, String> environment) {
    private static final String PLACE = "{}";
    private static final int LONGEST_LINE = 400;

    /** Tells whether the command names the candidate. */
    public boolean hasPlace() {
        return command.contains(PLACE);
    }

    /**
     * Says what a command said.
     *
     * @param exitCode its exit code
     * @param lastLine the last line on its standard output that is not empty
     * @param time how long it took
     */
    public record Run(int exitCode, String lastLine, Duration time) {}

    /** Runs it. */
    public Run of(Path candidate) throws IOException {
        String quoted = ShellWords.quote(candidate.toAbsolutePath().toString());
        ProcessBuilder builder = new ProcessBuilder("sh", "-c", command.replace(PLACE, quoted))
                .directory(directory.toFile())
                .redirectInput(new File("/dev/null"))
                .redirectError(ProcessBuilder.Redirect.INHERIT);
        builder.environment().clear();
        builder.environment().putAll(environment);
        long start = System.nanoTime();
        Process process = builder.start();
        try (InputStream out = process.getInputStream()) {
            String lastLine = lastLine(out);
            int exitCode = process.waitFor();
            return new Run(exitCode, lastLine, Duration.ofNanos(System.nanoTime() - start));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while the evaluation was running");
        } finally {
            process.destroy();
        }
    }

    /** Reads to the end, holding no more than two lines. */
    private static String lastLine(InputStream out) throws IOException {
        byte[] buffer = new byte[1 << 13];
        byte[] line = new byte[LONGEST_LINE];
        int length = 0;
        String last = "";
        for (int count = out.read(buffer); count >= 0; count = out.read(buffer)) {
            for (int i = 0; i < count; i++) {
                if (buffer[i] == '\n' || buffer[i] == '\r') {
                    last = length > 0 ? new String(line, 0, length, StandardCharsets.UTF_8) : last;
                    length = 0;
                } else if (length < LONGEST_LINE) {
                    line[length++] = buffer[i];
                }
            }
        }
        return (length > 0 ? new String(line, 0, length, StandardCharsets.UTF_8) : last).strip();
    }
}
