// SPDX-License-Identifier: Apache-2.0
package org.gittheta.benchmarks.compare;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Watches the memory of a process and its descendants through {@code /proc} every millisecond until closed.
 *
 * <p>The children come from {@code /proc/PID/task/TID/children}, so that only the command's own processes are read. A
 * process's high-water mark is {@code VmHWM}, its present size {@code VmRSS}. Processes that live for less than a sample
 * may be missed. Where there is no such file, the result is empty.
 */
final class MemorySampler implements AutoCloseable {
    private final Path proc = Path.of("/proc");
    private final long pid;
    private final Thread thread;
    private volatile boolean closing;
    private long largest;
    private long sum;
    private String program = "";

    private MemorySampler(long pid) {
        this.pid = pid;
        this.thread = new Thread(this::watch, "memory-sampler");
    }

    static MemorySampler start(long pid) {
        MemorySampler sampler = new MemorySampler(pid);
        sampler.thread.setDaemon(true);
        sampler.thread.start();
        return sampler;
    }

    @Override
    public void close() {
        closing = true;
        boolean interrupted = false;
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** Returns what was seen; only after {@link #close}. */
    Optional<PeakMemory> peak() {
        return largest == 0 ? Optional.empty() : Optional.of(new PeakMemory(largest, program, sum));
    }

    private void watch() {
        while (!closing) {
            sum = Math.max(sum, sample(pid));
            try {
                Thread.sleep(1);
            } catch (InterruptedException e) {
                return;
            }
        }
    }

    /** Returns what the process and its descendants hold now. */
    private long sample(long process) {
        Path folder = proc.resolve(Long.toString(process));
        long held = 0;
        try {
            String name = "";
            for (String line : Files.readAllLines(folder.resolve("status"))) {
                if (line.startsWith("Name:")) {
                    name = line.substring(5).strip();
                } else if (line.startsWith("VmHWM:") && bytes(line) > largest) {
                    largest = bytes(line);
                    program = name;
                } else if (line.startsWith("VmRSS:")) {
                    held = bytes(line);
                }
            }
            for (long child : children(folder.resolve("task"))) {
                held += sample(child);
            }
            return held;
        } catch (IOException | DirectoryIteratorException e) {
            // The process has ended: what it held is known from earlier samples.
            return held;
        }
    }

    private static List<Long> children(Path tasks) throws IOException {
        List<Long> children = new ArrayList<>();
        try (DirectoryStream<Path> threads = Files.newDirectoryStream(tasks)) {
            for (Path thread : threads) {
                for (String child : Files.readString(thread.resolve("children")).split(" ", -1)) {
                    if (!child.isBlank()) {
                        children.add(Long.parseLong(child.strip()));
                    }
                }
            }
        }
        return children;
    }

    /** Reads a line such as {@code VmHWM:     1234 kB}. */
    private static long bytes(String line) {
        return Long.parseLong(line.replaceAll("[^0-9]", "")) * 1024;
    }
}
