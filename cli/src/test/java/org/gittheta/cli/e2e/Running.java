// SPDX-License-Identifier: Apache-2.0
package org.gittheta.cli.e2e;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Is a git command that runs while the test goes on, with whatever it starts.
 *
 * @param process git
 * @param errors the file that gets its standard error
 */
record Running(Process process, Path errors) {
    /** Starts git in a working tree. */
    static Running start(TrackedRepository repository, String... arguments) throws IOException {
        List<String> command = new java.util.ArrayList<>(List.of("git"));
        command.addAll(List.of(arguments));
        Path errors = Files.createTempFile(repository.sandbox().root(), "running", ".txt");
        return new Running(repository.sandbox().start(repository.folder(), command, errors), errors);
    }

    /** Waits some time, or until git ends. */
    void letRun(long nanoseconds) throws InterruptedException {
        process.waitFor(nanoseconds, TimeUnit.NANOSECONDS);
    }

    /** Kills it with all that it has started by now, and waits until they have ended. */
    void kill() throws InterruptedException {
        // Asked before the kill: what has lost its parent is found no longer.
        List<ProcessHandle> all = started();
        process.destroyForcibly();
        all.forEach(ProcessHandle::destroyForcibly);
        process.waitFor();
        all.forEach(handle -> handle.onExit().join());
    }

    /** Returns what git has started by now. */
    List<ProcessHandle> started() {
        return process.descendants().toList();
    }
}
