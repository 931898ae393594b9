// SPDX-License-Identifier: Apache-2.0
package org.gittheta.storage.digest;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** Sums bytes into a {@link Sha256}; for one thread at a time. */
public final class Sha256Digest {
    private final MessageDigest digest;

    /** Begins a sum. */
    public Sha256Digest() {
        try {
            digest = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    /** Returns the hash of the bytes. */
    public static Sha256 of(byte[] bytes) {
        return new Sha256Digest().update(bytes, 0, bytes.length).finish();
    }

    /** Adds bytes. */
    public Sha256Digest update(byte[] bytes, int offset, int length) {
        digest.update(bytes, offset, length);
        return this;
    }

    /** Returns the hash of all bytes added, and begins anew. */
    public Sha256 finish() {
        return Sha256.of(digest.digest());
    }
}
