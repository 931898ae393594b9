// SPDX-License-Identifier: Apache-2.0
package org.gittheta.cli.job;

import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Is what is known of one job.
 *
 * @param id its name
 * @param scheduler the id that the scheduler gave it, if one did
 * @param branch the branch of its snapshot; empty if it runs a commit that no branch of ours keeps
 * @param commit the commit that it runs
 * @param results the branch of what it left in its worktree, if it left anything
 * @param tree its worktree
 * @param source the worktree that it was launched from
 * @param command the command
 * @param host where it runs
 * @param processes the processes whose life is its own: the launcher, and the command
 * @param begin when it began
 * @param end when it ended, if it has
 * @param exit its exit code, if it has ended
 */
public record JobRecord(
        String id,
        Optional<String> scheduler,
        String branch,
        String commit,
        Optional<String> results,
        Path tree,
        Path source,
        List<String> command,
        String host,
        List<Pid> processes,
        Instant begin,
        Optional<Instant> end,
        OptionalInt exit) {
    /** Copies the lists. */
    public JobRecord {
        command = List.copyOf(command);
        processes = List.copyOf(processes);
    }

    /**
     * Names a process: numbers come back, times of start do not.
     *
     * @param number its number
     * @param start when it started, in seconds since 1970; 0 if that is not known
     */
    public record Pid(long number, long start) {
        /** Names one. */
        public static Pid of(ProcessHandle process) {
            return new Pid(
                    process.pid(),
                    process.info().startInstant().map(Instant::getEpochSecond).orElse(0L));
        }
    }

    JobRecord running(Pid process) {
        List<Pid> more = new java.util.ArrayList<>(processes);
        more.add(process);
        return new JobRecord(
                id, scheduler, branch, commit, results, tree, source, command, host, more, begin, end, exit);
    }

    JobRecord ended(Instant when, int code, Optional<String> saved) {
        return new JobRecord(
                id,
                scheduler,
                branch,
                commit,
                saved,
                tree,
                source,
                command,
                host,
                processes,
                begin,
                Optional.of(when),
                OptionalInt.of(code));
    }
}
