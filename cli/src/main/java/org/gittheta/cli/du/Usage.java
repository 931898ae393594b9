// SPDX-License-Identifier: Apache-2.0
package org.gittheta.cli.du;

/**
 * Counts bytes.
 *
 * @param raw the bytes of what is stored
 * @param stored the bytes that it takes beyond what is counted elsewhere already
 */
public record Usage(long raw, long stored) {
    static final Usage NONE = new Usage(0, 0);

    Usage plus(Usage other) {
        return new Usage(raw + other.raw, stored + other.stored);
    }

    /** Returns the part of the raw bytes that is stored; 0 where there are none. */
    public double ratio() {
        return raw == 0 ? 0 : (double) stored / raw;
    }
}
