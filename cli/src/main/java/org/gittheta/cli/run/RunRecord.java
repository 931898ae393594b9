// SPDX-License-Identifier: Apache-2.0
package org.gittheta.cli.run;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Says how a commit was made: the record that DataLad's {@code run} writes into commit messages.
 *
 * @param chain the commits that this is a repetition of, the first run first
 * @param command the command
 * @param dsid the id of the DataLad dataset, if the repository is one
 * @param exit the exit code of the command
 * @param extraInputs inputs that {@code {inputs}} does not name
 * @param inputs files that the command reads, as paths or patterns from {@code pwd}
 * @param outputs files that it writes, likewise
 * @param pwd where it ran, from the top of the worktree: {@code .} for the top
 */
public record RunRecord(
        List<String> chain,
        RecordedCommand command,
        Optional<String> dsid,
        OptionalInt exit,
        List<String> extraInputs,
        List<String> inputs,
        List<String> outputs,
        String pwd) {
    /** Copies the lists. */
    public RunRecord {
        chain = List.copyOf(chain);
        extraInputs = List.copyOf(extraInputs);
        inputs = List.copyOf(inputs);
        outputs = List.copyOf(outputs);
    }

    /** Returns the same with the exit code of a command that has run. */
    public RunRecord ended(int code) {
        return new RunRecord(chain, command, dsid, OptionalInt.of(code), extraInputs, inputs, outputs, pwd);
    }
}
