// SPDX-License-Identifier: Apache-2.0
package org.gittheta.filter.clean;

import java.io.Closeable;
import java.io.IOException;
import org.gittheta.filter.smudge.BaseBlocks;
import org.gittheta.storage.codec.Codecs;
import org.gittheta.storage.digest.Sha256Digest;
import org.gittheta.storage.object.CorruptObjectException;
import org.gittheta.storage.object.ObjectStore;
import org.gittheta.storage.object.OpenObjects;
import org.gittheta.storage.stub.Encoding;

/**
 * Shows a base from front to back, as often as somebody wants to look; for one thread.
 *
 * <p>Of a base that has to be decoded through several others, each look costs as much as all of them. So one of a small
 * parameter is decoded once, and checked.
 */
final class ShownBase {
    /** What a base of a small parameter has at most that is worth reading: more elements than it needs, and wider ones. */
    private static final long LARGEST_KEPT = 8 << 20;

    private final Encoding.Base base;
    private final Codecs codecs;
    private final ObjectStore store;
    private final boolean isKept;
    private byte[] kept;

    /**
     * Takes a base, and reads nothing yet.
     *
     * @param isOfSmall whether the parameter is small
     */
    ShownBase(Encoding.Base base, Codecs codecs, ObjectStore store, boolean isOfSmall) {
        this.base = base;
        this.codecs = codecs;
        this.store = store;
        isKept = isOfSmall && base.size() <= LARGEST_KEPT;
    }

    Encoding.Base base() {
        return base;
    }

    /** Tells whether it is decoded once, and what is shown has been checked. */
    boolean isKept() {
        return isKept;
    }

    /** Reads runs one after the other. */
    interface Look extends Closeable {
        /**
         * Goes on by a run.
         *
         * @param into takes it from index 0 on, if it is wanted
         * @param length its length; what comes is shorter where the base has ended
         * @return the length that it has
         */
        int next(byte[] into, int length, boolean isWanted) throws IOException;
    }

    /**
     * Begins at the front.
     *
     * @throws CorruptObjectException if it cannot be a base, or is kept and is not what its stub says
     */
    Look look() throws IOException {
        if (!isKept) {
            return new Decoding();
        }
        if (kept == null) {
            kept = decoded();
        }
        return new Copying(kept);
    }

    private byte[] decoded() throws IOException {
        byte[] all = new byte[(int) base.size()];
        try (Decoding decoding = new Decoding()) {
            if (decoding.next(all, all.length, true) < all.length
                    || !Sha256Digest.of(all).equals(base.sha256())) {
                throw new CorruptObjectException("a base is not what its stub says");
            }
        }
        return all;
    }

    private final class Decoding implements Look {
        private final OpenObjects objects = new OpenObjects(store);
        private final BaseBlocks blocks;

        Decoding() throws IOException {
            try {
                blocks = BaseBlocks.of(base, codecs, objects);
            } catch (IOException | RuntimeException e) {
                objects.close();
                throw e;
            }
        }

        @Override
        public int next(byte[] into, int length, boolean isWanted) throws IOException {
            BaseBlocks.Run run = blocks.next(length);
            if (isWanted) {
                run.decode(into);
            }
            return run.length();
        }

        @Override
        public void close() throws IOException {
            objects.close();
        }
    }

    private static final class Copying implements Look {
        private final byte[] all;
        private int at;

        Copying(byte[] all) {
            this.all = all;
        }

        @Override
        public int next(byte[] into, int length, boolean isWanted) {
            int some = Math.min(length, all.length - at);
            if (isWanted) {
                System.arraycopy(all, at, into, 0, some);
            }
            at += some;
            return some;
        }

        @Override
        public void close() {}
    }
}
