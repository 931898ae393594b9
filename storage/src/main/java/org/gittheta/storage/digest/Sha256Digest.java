// SPDX-License-Identifier: Apache-2.0
package org.gittheta.storage.digest;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** Sums bytes into a {@link Sha256}; for one thread at a time. */
public final class Sha256Digest {
    private static final int WARM_UP_STEP = 1 << 12;
    private static final int WARM_UP_STEPS = 1 << 8;

    /** Is copied and never fed: looking up an algorithm takes longer than hashing a small parameter. */
    private static final MessageDigest EMPTY = empty();

    private final MessageDigest digest;

    /** Begins a sum. */
    public Sha256Digest() {
        try {
            digest = (MessageDigest) EMPTY.clone();
        } catch (CloneNotSupportedException e) {
            throw new IllegalStateException("SHA-256 of the Java platform can be copied", e);
        }
    }

    private static MessageDigest empty() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    /** Returns the hash of the bytes. */
    public static Sha256 of(byte[] bytes) {
        return new Sha256Digest().update(bytes, 0, bytes.length).finish();
    }

    /**
     * Sums some bytes for nothing, for 20 to 40 ms, on a thread that has nothing else to do while the process starts: the
     * JVM has summing done by the processor's own instructions only once it has compiled what calls them.
     */
    public static void warmUp() {
        Sha256Digest digest = new Sha256Digest();
        byte[] nothing = new byte[WARM_UP_STEP];
        for (int i = 0; i < WARM_UP_STEPS; i++) {
            digest.update(nothing, 0, nothing.length);
        }
    }

    /** Returns the hash of a file's bytes. */
    public static Sha256 ofFile(Path file) throws IOException {
        Sha256Digest digest = new Sha256Digest();
        byte[] some = new byte[1 << 16];
        try (InputStream in = Files.newInputStream(file)) {
            for (int read = in.read(some); read >= 0; read = in.read(some)) {
                digest.update(some, 0, read);
            }
        }
        return digest.finish();
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
