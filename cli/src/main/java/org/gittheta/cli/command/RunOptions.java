// SPDX-License-Identifier: Apache-2.0
package org.gittheta.cli.command;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.gittheta.cli.run.RecordedCommand;
import org.gittheta.cli.run.RunRequest;
import picocli.CommandLine.Option;

/** Holds the options that run and rerun share. */
final class RunOptions {
    /** Lists what may be done about a command that fails, as it is typed. */
    enum OnFailure {
        /** Save nothing. */
        error,
        /** Save as if it had succeeded; the record has the exit code. */
        save
    }

    @Option(
            names = "--assume-ready",
            paramLabel = "WHAT",
            description = "Do not prepare ${COMPLETION-CANDIDATES}: inputs are here, outputs can be written.")
    private RunRequest.Ready ready = RunRequest.Ready.none;

    @Option(
            names = "--on-failure",
            paramLabel = "WHAT",
            description = "If the command fails: error (save nothing, the default) or save.")
    private OnFailure onFailure = OnFailure.error;

    @Option(
            names = "--env",
            paramLabel = "CMD",
            description = "Record the hash of what this command prints, such as 'pip freeze'.")
    private Optional<String> environment = Optional.empty();

    @Option(
            names = {"-n", "--dry-run"},
            description = "Say what would run, and run nothing.")
    private boolean isDry;

    @Option(names = "--json", description = "Print the result as JSON; what commands print goes to standard error.")
    private boolean isJson;

    /** Returns a request that is run as these options say. */
    RunRequest request(
            RecordedCommand command,
            Optional<String> message,
            List<String> inputs,
            List<String> outputs,
            boolean isExplicit) {
        return new RunRequest(
                command,
                message,
                inputs,
                outputs,
                List.of(),
                isExplicit,
                ready,
                onFailure == OnFailure.save,
                environment,
                List.of(),
                OptionalInt.empty(),
                isJson);
    }

    boolean isDry() {
        return isDry;
    }

    boolean isJson() {
        return isJson;
    }
}
