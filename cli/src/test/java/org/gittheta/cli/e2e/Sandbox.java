// SPDX-License-Identifier: Apache-2.0
package org.gittheta.cli.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * Runs the real launcher and the real git in temporary repositories that see nothing of the user's settings.
 *
 * <p>Every sandbox has its own home, its own global and system configuration and the distribution first on the PATH.
 */
public final class Sandbox {
    private static final Duration OLDER = Duration.ofSeconds(10);
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private final Path root;
    private final Path distribution;
    private final Map<String, String> environment;

    private Sandbox(Path root, Path distribution, Map<String, String> environment) {
        this.root = root;
        this.distribution = distribution;
        this.environment = environment;
    }

    /** Makes a sandbox in a temporary folder, with the distribution that the build left. */
    public static Sandbox in(Path folder) throws IOException {
        return in(folder, builtDistribution());
    }

    /** Makes a sandbox in a temporary folder, with a distribution that lies elsewhere. */
    public static Sandbox in(Path folder, Path distribution) throws IOException {
        Path root = folder.toRealPath();
        Path home = Files.createDirectories(root.resolve("home"));
        Map<String, String> environment = new HashMap<>();
        String path = System.getenv("PATH");
        environment.put("PATH", distribution.resolve("bin") + ":" + path);
        environment.put("HOME", home.toString());
        environment.put("GIT_CONFIG_GLOBAL", home.resolve(".gitconfig").toString());
        environment.put("GIT_CONFIG_SYSTEM", home.resolve("system.gitconfig").toString());
        environment.put("GIT_CEILING_DIRECTORIES", root.toString());
        environment.put("GIT_TERMINAL_PROMPT", "0");
        environment.put("LC_ALL", "C.UTF-8");
        for (String who : List.of("AUTHOR", "COMMITTER")) {
            environment.put("GIT_" + who + "_NAME", "Test");
            environment.put("GIT_" + who + "_EMAIL", "test@example.org");
        }
        environment.put("JAVA_HOME", System.getProperty("java.home"));
        // What tests have commands do takes less time than compiling it well would.
        environment.put("GIT_THETA_JAVA_OPTIONS", "-XX:TieredStopAtLevel=1");
        return new Sandbox(root, distribution, environment);
    }

    /** Returns where the build left the distribution. */
    public static Path builtDistribution() {
        return Path.of(System.getProperty("gittheta.distribution", "target/git-theta"))
                .toAbsolutePath();
    }

    /** Returns a sandbox of the same files with one variable changed; null removes it. */
    public Sandbox with(String variable, String value) {
        Map<String, String> changed = new HashMap<>(environment);
        if (value == null) {
            changed.remove(variable);
        } else {
            changed.put(variable, value);
        }
        return new Sandbox(root, distribution, changed);
    }

    /** Returns the folder that holds everything of this sandbox. */
    public Path root() {
        return root;
    }

    /** Returns the home of its user. */
    public Path home() {
        return root.resolve("home");
    }

    /** Returns the global configuration file, which need not exist. */
    public Path globalConfiguration() {
        return home().resolve(".gitconfig");
    }

    /** Adds what {@code git theta install} writes to the global configuration. */
    public void install() throws IOException {
        Files.writeString(
                globalConfiguration(),
                InstalledConfiguration.text(),
                StandardOpenOption.CREATE,
                StandardOpenOption.APPEND);
    }

    /** Skips the test where there is no git-lfs. */
    public void assumeGitLfs() {
        assumeProgram("git-lfs");
    }

    /** Skips the test where there is no such program. */
    public void assumeProgram(String name) {
        assumeTrue(
                Stream.of(environment.get("PATH").split(":", -1))
                        .anyMatch(folder -> Files.isExecutable(Path.of(folder, name))),
                "needs " + name + " on the PATH");
    }

    /** Returns the launcher. */
    public Path launcher() {
        return distribution.resolve("bin").resolve("git-theta");
    }

    /** Returns a variable of the environment that commands see, or null. */
    public String variable(String name) {
        return environment.get(name);
    }

    /** Makes an empty repository on branch main and returns its folder. */
    public Path repository(String name) throws IOException {
        Path folder = Files.createDirectories(root.resolve(name));
        git(folder, "init", "-q", "-b", "main");
        return folder;
    }

    /** Makes a bare repository and returns its folder. */
    public Path bareRepository(String name) throws IOException {
        Path folder = Files.createDirectories(root.resolve(name));
        git(folder, "init", "-q", "--bare", "-b", "main");
        return folder;
    }

    /** Adds a linked worktree with a new branch of the same name and returns its folder. */
    public Path worktree(Path repository, String name) throws IOException {
        Path folder = root.resolve(name);
        git(repository, "worktree", "add", "-q", "-b", name, folder.toString());
        return folder;
    }

    /** Writes a file below a folder, and the folders on the way. */
    public Path write(Path folder, String name, String text) throws IOException {
        return write(folder, name, text.getBytes(StandardCharsets.UTF_8));
    }

    /**
     * Writes a file below a folder, and the folders on the way.
     *
     * <p>It is a little older than now: git reads a file again, through the filter, that is as young as its index. It has
     * another second than the file that it replaces: by that alone git sees a change that keeps the size.
     */
    public Path write(Path folder, String name, byte[] bytes) throws IOException {
        Path file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        Instant date = Instant.now().minus(OLDER);
        if (Files.isRegularFile(file)) {
            Instant replaced = Files.getLastModifiedTime(file).toInstant();
            date = replaced.getEpochSecond() == date.getEpochSecond() ? replaced.plusSeconds(1) : date;
        }
        Files.write(file, bytes);
        return Files.setLastModifiedTime(file, FileTime.from(date));
    }

    /** Stages everything, commits it and returns the id of the commit. */
    public String commit(Path repository, String message) throws IOException {
        git(repository, "add", "-A");
        git(repository, "commit", "-q", "--allow-empty", "-m", message);
        return git(repository, "rev-parse", "HEAD").out().strip();
    }

    /** Runs git, which must succeed. */
    public Result git(Path directory, String... arguments) throws IOException {
        return run(directory, new byte[0], words("git", arguments)).succeeded();
    }

    /** Runs {@code git theta ARGUMENTS} and returns what came of it. */
    public Result theta(Path directory, String... arguments) throws IOException {
        List<String> words = new ArrayList<>(List.of("theta"));
        words.addAll(List.of(arguments));
        return run(directory, new byte[0], words("git", words.toArray(String[]::new)));
    }

    /** Runs the launcher by its path with a standard input and returns what came of it. */
    public Result launch(Path directory, byte[] input, String... arguments) throws IOException {
        return run(directory, input, words(launcher().toString(), arguments));
    }

    private static List<String> words(String program, String... arguments) {
        List<String> words = new ArrayList<>(List.of(program));
        words.addAll(List.of(arguments));
        return words;
    }

    /** Runs any command with a standard input and returns what came of it. */
    public Result run(Path directory, byte[] input, List<String> command) throws IOException {
        Path out = Files.createTempFile(root, "stdout", ".txt");
        Path err = Files.createTempFile(root, "stderr", ".txt");
        Path in = Files.write(Files.createTempFile(root, "stdin", ".txt"), input);
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(directory.toFile())
                .redirectInput(in.toFile())
                .redirectOutput(out.toFile())
                .redirectError(err.toFile());
        builder.environment().clear();
        builder.environment().putAll(environment);
        long start = System.nanoTime();
        Process process = builder.start();
        try {
            if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new AssertionError(command + " did not end within " + PATIENCE);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new UncheckedIOException(new IOException(e));
        }
        Duration time = Duration.ofNanos(System.nanoTime() - start);
        Result result = new Result(command, process.exitValue(), Files.readAllBytes(out), Files.readString(err), time);
        for (Path file : List.of(in, out, err)) {
            Files.delete(file);
        }
        return result;
    }

    /** Starts any command without waiting for it; its standard error goes to a file, its standard output nowhere. */
    public Process start(Path directory, List<String> command, Path errors) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(directory.toFile())
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(errors.toFile());
        builder.environment().clear();
        builder.environment().putAll(environment);
        return builder.start();
    }

    /**
     * Holds what came of a command.
     *
     * @param command the command
     * @param exitCode its exit code
     * @param bytes its standard output
     * @param err its standard error
     * @param time how long it took
     */
    @SuppressWarnings("ArrayRecordComponent") // compared by nobody
    public record Result(List<String> command, int exitCode, byte[] bytes, String err, Duration time) {
        /** Returns the standard output as text. */
        public String out() {
            return new String(bytes, StandardCharsets.UTF_8);
        }

        /** Checks that it exited with 0. */
        public Result succeeded() {
            return exitedWith(0);
        }

        /** Checks the exit code, showing all output when it is another. */
        public Result exitedWith(int expected) {
            assertThat(exitCode)
                    .as("exit code of %s%n--- stdout%n%s%n--- stderr%n%s", String.join(" ", command), out(), err)
                    .isEqualTo(expected);
            return this;
        }
    }
}
