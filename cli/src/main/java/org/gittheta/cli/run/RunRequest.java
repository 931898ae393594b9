// SPDX-License-Identifier: Apache-2.0
package org.gittheta.cli.run;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Says what to run, and how to keep what comes of it.
 *
 * @param command the command
 * @param message what to say of it; the command itself by default
 * @param inputs what it reads
 * @param outputs what it writes
 * @param extraInputs what it reads and {@code {inputs}} does not name
 * @param isExplicit whether only outputs are saved, and a dirty worktree is no obstacle
 * @param ready what need not be prepared
 * @param isSavedOnFailure whether it is saved even if the command fails
 * @param environment a command whose output describes the environment
 * @param chain the commits that this repeats; empty for a first run
 * @param expectedExit the exit code that counts as success beside 0
 * @param isQuiet whether the command's standard output goes to standard error
 */
public record RunRequest(
        RecordedCommand command,
        Optional<String> message,
        List<String> inputs,
        List<String> outputs,
        List<String> extraInputs,
        boolean isExplicit,
        Ready ready,
        boolean isSavedOnFailure,
        Optional<String> environment,
        List<String> chain,
        OptionalInt expectedExit,
        boolean isQuiet) {
    /** Copies the lists. */
    public RunRequest {
        inputs = List.copyOf(inputs);
        outputs = List.copyOf(outputs);
        extraInputs = List.copyOf(extraInputs);
        chain = List.copyOf(chain);
    }

    /** Lists what may be assumed to be ready, as it is typed. */
    public enum Ready {
        /** Nothing. */
        none,
        /** The inputs are here. */
        inputs,
        /** The outputs can be written. */
        outputs,
        /** Both. */
        both;

        /** Tells whether the inputs need no fetching. */
        boolean hasInputs() {
            return this == inputs || this == both;
        }

        /** Tells whether the outputs need no unlocking. */
        boolean hasOutputs() {
            return this == outputs || this == both;
        }
    }
}
