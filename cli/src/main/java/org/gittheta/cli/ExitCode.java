// SPDX-License-Identifier: Apache-2.0
package org.gittheta.cli;

/** Lists every exit code of {@code git theta}, as docs/exit-codes.md describes them. */
public enum ExitCode {
    /** All was done, or the answer is yes. */
    OK(0, "All was done, or the answer is yes."),
    /** The answer is no: a check found a fault, a merge left conflicts. */
    NEGATIVE(1, "The answer is no: a check found a fault, a merge left conflicts."),
    /** The command line is wrong. */
    USAGE(2, "The command line is wrong."),
    /** Something around the command is missing: a repository, git, a setting. */
    ENVIRONMENT(3, "Something around the command is missing: a repository, git, a setting."),
    /** A stub, an object or a checkpoint is damaged. */
    DATA(4, "A stub, an object or a checkpoint is damaged."),
    /** Objects are missing here and could not be fetched. */
    MISSING_OBJECTS(5, "Objects are missing here and could not be fetched."),
    /** Reading or writing failed: disk full, permission. */
    INPUT_OUTPUT(6, "Reading or writing failed: disk full, permission."),
    /** A fault of git theta itself. */
    INTERNAL(70, "A fault of git theta itself.");

    private final int number;
    private final String meaning;

    ExitCode(int number, String meaning) {
        this.number = number;
        this.meaning = meaning;
    }

    /** Returns one sentence that manual pages show. */
    public String meaning() {
        return meaning;
    }

    /** Returns the number that the process exits with. */
    public int number() {
        return number;
    }
}
