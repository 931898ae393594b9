// SPDX-License-Identifier: Apache-2.0
package org.gittheta.filter.merge.strategy;

import java.util.Locale;

/** Names the three versions that a merge starts from. */
public enum Side {
    /** What both sides come from. */
    BASE,
    /** The side that is merged into. */
    OURS,
    /** The side that is merged. */
    THEIRS;

    /** Returns the word for it. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
