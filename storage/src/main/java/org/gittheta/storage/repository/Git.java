// SPDX-License-Identifier: Apache-2.0
package org.gittheta.storage.repository;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/**
 * Runs git's plumbing in one directory with one environment.
 *
 * <p>A filter runs with the variables that its git set ({@code GIT_DIR} in a linked worktree, {@code GIT_INDEX_FILE}
 * under stash) and needs them; for any other repository they are wrong, and {@link #elsewhere} drops them.
 */
public final class Git {
    private static final Set<String> KEPT_ELSEWHERE =
            Set.of("GIT_SSH", "GIT_SSH_COMMAND", "GIT_ASKPASS", "GIT_EXEC_PATH", "GIT_TERMINAL_PROMPT");

    /** Set in linked worktrees, by clone, and by whoever wants another repository than the one around. */
    private static final Set<String> NAMING = Set.of("GIT_DIR", "GIT_COMMON_DIR", "GIT_WORK_TREE");

    private static final File STANDARD_ERROR = new File("/dev/stderr");

    private final Path directory;
    private final Map<String, String> environment;

    /** Takes the directory to run in and the whole environment to run with. */
    public Git(Path directory, Map<String, String> environment) {
        this.directory = directory;
        this.environment = Map.copyOf(environment);
    }

    /** Returns the directory commands run in. */
    public Path directory() {
        return directory;
    }

    /** Returns the variables commands run with. */
    public Map<String, String> environment() {
        return environment;
    }

    /** Returns a runner for another directory without the variables that tie git to this repository. */
    public Git elsewhere(Path other) {
        Map<String, String> kept = new HashMap<>(environment);
        kept.keySet().removeIf(Git::isLocal);
        return new Git(other, kept);
    }

    private static boolean isLocal(String variable) {
        return variable.startsWith("GIT_")
                && !variable.startsWith("GIT_AUTHOR_")
                && !variable.startsWith("GIT_COMMITTER_")
                && !variable.startsWith("GIT_CONFIG_")
                && !variable.startsWith("GIT_TRACE")
                && !variable.startsWith("GIT_THETA_")
                && !KEPT_ELSEWHERE.contains(variable);
    }

    /**
     * Returns a runner without the variables that name this repository, if git finds it from the directory without them.
     *
     * <p>They reach all that git starts: git-lfs, on its way to a remote that is a folder, would read this repository's
     * {@code lfs.storage} for the remote's.
     */
    public Git finding() throws IOException {
        Map<String, String> fewer = new HashMap<>(environment);
        if (!fewer.keySet().removeAll(NAMING)) {
            return this;
        }
        Optional<RepositoryLayout> named = RepositoryLayout.find(directory, environment);
        Optional<RepositoryLayout> found = RepositoryLayout.find(directory, fewer);
        boolean isSame = named.isPresent()
                && found.isPresent()
                && Files.isSameFile(named.get().gitDirectory(), found.get().gitDirectory());
        return isSame ? new Git(directory, fewer) : this;
    }

    /** Returns a variable of the environment that git runs with. */
    public Optional<String> variable(String name) {
        return Optional.ofNullable(environment.get(name));
    }

    /** Returns a runner with one variable set. */
    public Git with(String variable, String value) {
        Map<String, String> more = new HashMap<>(environment);
        more.put(variable, value);
        return new Git(directory, more);
    }

    /**
     * Runs {@code git ARGUMENTS} and returns what it printed.
     *
     * @throws GitException if it does not exit with 0
     */
    public Output run(String... arguments) throws IOException {
        return run(new byte[0], arguments);
    }

    /** Runs {@code git ARGUMENTS} with the given standard input; see {@link #run(String...)}. */
    public Output run(byte[] input, String... arguments) throws IOException {
        Output output = attempt(input, arguments);
        if (output.exitCode() != 0) {
            throw new GitException(List.of(arguments), output.exitCode(), output.errors());
        }
        return output;
    }

    /** Runs {@code git ARGUMENTS} and returns what it printed, whatever its exit code. */
    public Output attempt(byte[] input, String... arguments) throws IOException {
        return finish(
                start(ProcessBuilder.Redirect.PIPE, ProcessBuilder.Redirect.PIPE, arguments),
                input,
                InputStream::readAllBytes,
                Output::new);
    }

    /**
     * Runs {@code git ARGUMENTS} and hands its standard output to a reader while it comes.
     *
     * @throws GitException if it does not exit with 0
     */
    public <T> T stream(byte[] input, OutputReader<T> reader, String... arguments) throws IOException {
        Process process = start(ProcessBuilder.Redirect.PIPE, ProcessBuilder.Redirect.PIPE, arguments);
        return finish(process, input, reader, (result, errors, exitCode) -> {
            if (exitCode != 0) {
                throw new GitException(List.of(arguments), exitCode, errors);
            }
            return result;
        });
    }

    /**
     * Runs {@code git ARGUMENTS} with its standard output where our standard error goes, or nowhere; for commands that
     * show their progress there.
     *
     * @param shown whether a person is to see it
     * @return its exit code and what it wrote to standard error
     */
    public Output transfer(boolean shown, byte[] input, String... arguments) throws IOException {
        ProcessBuilder.Redirect out =
                shown ? ProcessBuilder.Redirect.appendTo(STANDARD_ERROR) : ProcessBuilder.Redirect.DISCARD;
        return finish(
                start(ProcessBuilder.Redirect.PIPE, out, arguments), input, InputStream::readAllBytes, Output::new);
    }

    private static <T, R> R finish(Process process, byte[] input, OutputReader<T> reader, Ending<T, R> ending)
            throws IOException {
        CompletableFuture<String> errors =
                CompletableFuture.supplyAsync(() -> text(process.getErrorStream()), Git::inOwnThread);
        CompletableFuture<Void> writing = CompletableFuture.runAsync(
                () -> {
                    try (OutputStream stdin = process.getOutputStream()) {
                        stdin.write(input);
                    } catch (IOException ignored) {
                        // The command may end without reading its input; its exit code says what happened.
                    }
                },
                Git::inOwnThread);
        try {
            T result = reader.read(process.getInputStream());
            int exitCode = process.waitFor();
            writing.join();
            return ending.end(result, errors.join(), exitCode);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while git was running");
        } finally {
            process.destroy();
        }
    }

    /**
     * Runs a task that waits for a pipe. The common pool has a single thread on a machine of two cores, and from Java 25
     * on it is used even then: one task would wait there for the other for ever.
     */
    private static void inOwnThread(Runnable task) {
        Thread thread = new Thread(task, "git-pipe");
        thread.setDaemon(true);
        thread.start();
    }

    /** Runs {@code git ARGUMENTS} on the caller's own standard streams and returns its exit code. */
    public int runAttached(String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of("git"));
        command.addAll(Arrays.asList(arguments));
        ProcessBuilder builder =
                new ProcessBuilder(command).directory(directory.toFile()).inheritIO();
        builder.environment().clear();
        builder.environment().putAll(environment);
        try {
            return builder.start().waitFor();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while git was running");
        }
    }

    /** Runs {@code sh -c SCRIPT sh ARGUMENTS} where git would run, with its environment, and without input. */
    public Output shell(String script, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of("sh", "-c", script, "sh"));
        command.addAll(Arrays.asList(arguments));
        Process process = start(ProcessBuilder.Redirect.PIPE, ProcessBuilder.Redirect.PIPE, command);
        return finish(process, new byte[0], InputStream::readAllBytes, Output::new);
    }

    /** Starts {@code git ARGUMENTS} for a conversation over its standard streams; its standard error is dropped. */
    public Process converse(String... arguments) throws IOException {
        return start(ProcessBuilder.Redirect.DISCARD, ProcessBuilder.Redirect.PIPE, arguments);
    }

    private Process start(ProcessBuilder.Redirect errors, ProcessBuilder.Redirect out, String... arguments)
            throws IOException {
        List<String> command = new ArrayList<>(List.of("git"));
        command.addAll(Arrays.asList(arguments));
        return start(errors, out, command);
    }

    private Process start(ProcessBuilder.Redirect errors, ProcessBuilder.Redirect out, List<String> command)
            throws IOException {
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(directory.toFile())
                .redirectError(errors)
                .redirectOutput(out);
        builder.environment().clear();
        builder.environment().putAll(environment);
        return builder.start();
    }

    private static String text(InputStream in) {
        try (in) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Reads a command's standard output to its end. */
    public interface OutputReader<T> {
        /** Reads everything there is and returns what it means. */
        T read(InputStream out) throws IOException;
    }

    /** Makes the answer when a command has ended. */
    private interface Ending<T, R> {
        R end(T result, String errors, int exitCode) throws IOException;
    }

    /**
     * Holds what a command printed.
     *
     * @param bytes its standard output
     * @param errors its standard error
     * @param exitCode its exit code
     */
    @SuppressWarnings("ArrayRecordComponent") // compared by nobody
    public record Output(byte[] bytes, String errors, int exitCode) {
        /** Returns the standard output as UTF-8 text. */
        public String text() {
            return new String(bytes, StandardCharsets.UTF_8);
        }

        /** Returns the standard output as one line, without its end. */
        public String line() {
            return text().stripTrailing();
        }

        /** Returns the parts of a standard output that ends each with NUL, as git's {@code -z} writes. */
        public List<String> parts() {
            String text = text();
            return text.isEmpty() ? List.of() : List.of(text.split("\0"));
        }
    }
}
