// SPDX-License-Identifier: Apache-2.0
package org.gittheta.benchmarks.compare;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * Runs commands away from the user's configuration: with a home folder and global Git configuration of its own, no
 * system configuration, no {@code GIT_*} and {@code XDG_*} variables, and one program folder first on the path.
 */
public final class Sandbox {
    private static final String CONFIG = """
            [user]
            	name = Benchmark
            	email = benchmark@example.invalid
            [init]
            	defaultBranch = main
            # Housekeeping in the background of one side must not bill the other.
            [gc]
            	auto = 0
            [maintenance]
            	auto = false
            # The server has no locks, and says so at length.
            [lfs]
            	locksverify = false
            """;

    private final Path home;
    private final Optional<Path> programs;

    /**
     * Holds one run.
     *
     * @param seconds from before the process started until after it ended
     * @param processor the seconds of processor time of all its processes, where the system says it
     * @param memory what it took, where that was sampled and can be
     * @param output standard output and error
     */
    record Execution(double seconds, OptionalDouble processor, Optional<PeakMemory> memory, String output) {}

    Sandbox(Path home, Optional<Path> programs) throws IOException {
        this.home = Files.createDirectories(home);
        this.programs = programs;
        Files.writeString(home.resolve(".gitconfig"), CONFIG);
    }

    /** Runs a command whose time does not matter. */
    Execution run(Path folder, String... command) throws IOException, InterruptedException, CommandFailedException {
        return execute(folder, List.of(command), false);
    }

    /** Runs a command and measures it; sampling its memory slows it down a little. */
    Execution execute(Path folder, List<String> command, boolean sampling)
            throws IOException, InterruptedException, CommandFailedException {
        Path log = home.resolve("command.log");
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectInput(new File("/dev/null"))
                .redirectOutput(log.toFile());
        isolate(builder.environment());
        Optional<PeakMemory> memory = Optional.empty();
        OptionalDouble before = ProcessorTime.ofChildren();
        long start = System.nanoTime();
        Process process = builder.start();
        if (sampling) {
            MemorySampler sampler = MemorySampler.start(process.pid());
            try (sampler) {
                process.waitFor();
            }
            memory = sampler.peak();
        }
        int status = process.waitFor();
        double seconds = (System.nanoTime() - start) / 1e9;
        OptionalDouble after = ProcessorTime.ofChildren();
        OptionalDouble processor = before.isPresent() && after.isPresent()
                ? OptionalDouble.of(after.getAsDouble() - before.getAsDouble())
                : OptionalDouble.empty();
        String output = new String(Files.readAllBytes(log), StandardCharsets.UTF_8);
        if (status != 0) {
            throw new CommandFailedException(command, status, output);
        }
        return new Execution(seconds, processor, memory, output);
    }

    private void isolate(Map<String, String> environment) {
        environment.keySet().removeIf(name -> name.startsWith("GIT_") || name.startsWith("XDG_"));
        environment.put("HOME", home.toString());
        environment.put("GIT_CONFIG_GLOBAL", home.resolve(".gitconfig").toString());
        environment.put("GIT_CONFIG_NOSYSTEM", "1");
        environment.put("GIT_TERMINAL_PROMPT", "0");
        environment.put("GIT_PAGER", "cat");
        environment.put("LC_ALL", "C");
        programs.ifPresent(folder ->
                environment.merge("PATH", folder.toString(), (old, first) -> first + File.pathSeparator + old));
    }
}
