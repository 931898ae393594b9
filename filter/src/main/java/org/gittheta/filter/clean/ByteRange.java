// SPDX-License-Identifier: Apache-2.0
package org.gittheta.filter.clean;

/**
 * Names a run of a parameter's bytes.
 *
 * @param offset its first byte
 * @param length its length
 */
record ByteRange(long offset, long length) {
    long end() {
        return offset + length;
    }
}
