// SPDX-License-Identifier: Apache-2.0
package org.gittheta.cli;

/** Lists every exit code of {@code git theta}, as docs/exit-codes.md describes them. */
public enum ExitCode {
    /** All was done, or the answer is yes. */
    OK(0),
    /** The answer is no: a check found a fault, a merge left conflicts. */
    NEGATIVE(1),
    /** The command line is wrong. */
    USAGE(2),
    /** Something around the command is missing: a repository, git, a setting. */
    ENVIRONMENT(3),
    /** A stub, an object or a checkpoint is damaged. */
    DATA(4),
    /** Objects are missing here and could not be fetched. */
    MISSING_OBJECTS(5),
    /** Reading or writing failed: disk full, permission. */
    INPUT_OUTPUT(6),
    /** A fault of git theta itself. */
    INTERNAL(70);

    private final int number;

    ExitCode(int number) {
        this.number = number;
    }

    /** Returns the number that the process exits with. */
    public int number() {
        return number;
    }
}
