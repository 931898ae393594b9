// SPDX-License-Identifier: Apache-2.0
package org.gittheta.cli.doctor;

import java.util.Locale;

/** Lists what a check can conclude, from good to bad. */
public enum Verdict {
    /** All is well. */
    OK,
    /** The check could not be made. */
    UNKNOWN,
    /** It works, but not as well as it could. */
    WARNING,
    /** Something does not work, or loses data. */
    FAULT;

    /** Returns the word that reports show. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
