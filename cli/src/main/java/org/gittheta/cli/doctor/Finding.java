// SPDX-License-Identifier: Apache-2.0
package org.gittheta.cli.doctor;

/**
 * Holds what one check found.
 *
 * @param check the name of the check
 * @param verdict how good that is
 * @param message what was found
 * @param fix the command or the change that mends it; empty when there is none or nothing to mend
 */
public record Finding(String check, Verdict verdict, String message, String fix) {
    static Finding ok(String check, String message) {
        return new Finding(check, Verdict.OK, message, "");
    }

    static Finding unknown(String check, String message) {
        return new Finding(check, Verdict.UNKNOWN, message, "");
    }

    static Finding warning(String check, String message, String fix) {
        return new Finding(check, Verdict.WARNING, message, fix);
    }

    static Finding fault(String check, String message, String fix) {
        return new Finding(check, Verdict.FAULT, message, fix);
    }
}
