// SPDX-License-Identifier: Apache-2.0
package org.gittheta.cli.job;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Predicate;

/**
 * Decides whether a job lives: on this machine by its processes, on another by its heartbeat.
 *
 * @param host this machine
 * @param now the time
 * @param isProcess whether a process of this machine runs
 */
record Lease(String host, Instant now, Predicate<JobRecord.Pid> isProcess) {
    /** How often a heart beats. */
    static final Duration BEAT = Duration.ofMinutes(1);

    /** How long another machine may be silent: clocks and network file systems are late. */
    static final Duration SILENCE = Duration.ofMinutes(15);

    /** Lists how a job may stand. */
    enum State {
        /** It runs. */
        RUNNING,
        /** It has ended with 0. */
        FINISHED,
        /** It has ended otherwise. */
        FAILED,
        /** It is gone and said nothing. */
        ORPHANED;

        /** Returns the word that people see. */
        String word() {
            return name().toLowerCase(java.util.Locale.ROOT);
        }
    }

    /** Asks this machine. */
    static Lease here(String host) {
        return new Lease(host, Instant.now(), Lease::isRunning);
    }

    private static boolean isRunning(JobRecord.Pid pid) {
        return ProcessHandle.of(pid.number())
                .filter(ProcessHandle::isAlive)
                .filter(process ->
                        pid.start() == 0 || Math.abs(JobRecord.Pid.of(process).start() - pid.start()) <= 1)
                .filter(process -> !isZombie(process.pid()))
                .isPresent();
    }

    /** Tells whether a process has ended and nobody has asked for its exit code: in many containers nobody does. */
    private static boolean isZombie(long pid) {
        try {
            String stat = Files.readString(Path.of("/proc", String.valueOf(pid), "stat"));
            return stat.startsWith("Z", stat.lastIndexOf(')') + 2);
        } catch (IOException e) {
            return false;
        }
    }

    /**
     * Decides.
     *
     * @param beat when its heart beat last
     */
    State of(JobRecord job, Instant beat) {
        boolean isAlive = job.host().equals(host)
                ? job.processes().stream().anyMatch(isProcess)
                : beat.isAfter(now.minus(SILENCE));
        if (job.exit().isPresent()) {
            return job.exit().getAsInt() == 0 ? State.FINISHED : State.FAILED;
        }
        return isAlive ? State.RUNNING : State.ORPHANED;
    }
}
