// SPDX-License-Identifier: Apache-2.0
package org.gittheta.storage.codec;

/** Holds the buffers that one thread needs to code blocks of differences. */
final class ResidualWorker {
    final PlaneWorker planes = new PlaneWorker();
    final PlaneSegments segments = new PlaneSegments(planes);
    final Groups groups = new Groups();
    private byte[] prediction = new byte[0];
    private byte[] block = new byte[0];
    private byte[] gaps = new byte[0];
    private byte[] ordered = new byte[0];

    /** Returns a buffer of at least that size for predictions. */
    byte[] prediction(int size) {
        if (prediction.length < size) {
            prediction = new byte[size];
        }
        return prediction;
    }

    /** Returns a buffer of at least that size for an encoded block. */
    byte[] block(int size) {
        if (block.length < size) {
            block = new byte[size];
        }
        return block;
    }

    /** Returns a buffer of at least that size for differences in the order of their groups. */
    byte[] ordered(int size) {
        if (ordered.length < size) {
            ordered = new byte[size];
        }
        return ordered;
    }

    /** Returns a buffer of at least that size for gaps. */
    byte[] gaps(int size) {
        if (gaps.length < size) {
            gaps = new byte[size];
        }
        return gaps;
    }
}
