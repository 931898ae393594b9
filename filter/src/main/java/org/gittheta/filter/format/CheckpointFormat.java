// SPDX-License-Identifier: Apache-2.0
package org.gittheta.filter.format;

import java.nio.ByteBuffer;

/**
 * Knows one checkpoint format: where in a file its parameters lie.
 *
 * <p>A format only <em>locates</em> parameters. It never changes, re-orders or interprets a byte: everything it does
 * not locate is kept verbatim in the frame. An implementation is found by {@link java.util.ServiceLoader}, has no state,
 * may be called from several threads at once, and implements {@link StreamedFormat}, {@link SeekableFormat} or both.
 *
 * <p>The bytes are hostile until checked: counts, sizes and names are bounded before anything is allocated for them.
 * Whatever is wrong with a file is a {@link MalformedCheckpointException}, never another exception; the file is then kept
 * as opaque bytes.
 */
public interface CheckpointFormat {
    /** The number of bytes of a file that {@link #recognise} is shown, or the whole file if it is shorter. */
    int PREFIX_BYTES = 4096;

    /** Says how a format wants to read a file. */
    enum Access {
        /** The file is not of this format. */
        NONE,
        /** From front to back, once, as {@link StreamedFormat}. */
        STREAMED,
        /** At any position, as {@link SeekableFormat}; the caller spools the file for it. */
        SEEKABLE
    }

    /** Returns the name that is stored in stubs: lower-case ASCII letters, digits and hyphens. */
    String name();

    /** Says in a few words, for people, what it reads: the files and how their names usually end. */
    String reads();

    /**
     * Tells from a file's first bytes whether it is of this format, and how to read it.
     *
     * @param prefix the file's first bytes, at most {@link #PREFIX_BYTES}; its position is 0
     */
    Access recognise(ByteBuffer prefix);
}
