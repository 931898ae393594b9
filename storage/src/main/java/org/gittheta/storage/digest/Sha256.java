// SPDX-License-Identifier: Apache-2.0
package org.gittheta.storage.digest;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.HexFormat;

/**
 * Holds a SHA-256 (FIPS 180-4): of a parameter's raw bytes, where it is the identity, or of an object's, where it is
 * the id under which Git LFS keeps it.
 *
 * <p>Its text is 64 lower-case hexadecimal digits.
 *
 * @param a bytes 0 to 7, big-endian
 * @param b bytes 8 to 15
 * @param c bytes 16 to 23
 * @param d bytes 24 to 31
 */
public record Sha256(long a, long b, long c, long d) implements Comparable<Sha256> {
    /** The hash of no bytes. */
    public static final Sha256 OF_NOTHING = parse("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");

    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

    /** Takes the 32 bytes of a digest. */
    public static Sha256 of(byte[] digest) {
        if (digest.length != 32) {
            throw new IllegalArgumentException("a SHA-256 has 32 bytes, not " + digest.length);
        }
        return new Sha256((long) LONG.get(digest, 0), (long) LONG.get(digest, 8), (long) LONG.get(digest, 16), (long)
                LONG.get(digest, 24));
    }

    /**
     * Parses 64 lower-case hexadecimal digits.
     *
     * @throws IllegalArgumentException if the text is anything else
     */
    public static Sha256 parse(String text) {
        if (text.length() != 64) {
            throw new IllegalArgumentException("not a SHA-256: " + text);
        }
        return new Sha256(word(text, 0), word(text, 16), word(text, 32), word(text, 48));
    }

    private static long word(String text, int from) {
        long word = 0;
        for (int i = from; i < from + 16; i++) {
            char digit = text.charAt(i);
            int value = digit <= '9' ? digit - '0' : digit >= 'a' && digit <= 'f' ? digit - 'a' + 10 : -1;
            if (value < 0) {
                throw new IllegalArgumentException("not a SHA-256: " + text);
            }
            word = word << 4 | value;
        }
        return word;
    }

    // A record's own equals and hashCode are put together when they first run, which costs a short run 10 ms.

    @Override
    public boolean equals(Object other) {
        return other instanceof Sha256 hash && a == hash.a && b == hash.b && c == hash.c && d == hash.d;
    }

    @Override
    public int hashCode() {
        return Long.hashCode(a);
    }

    @Override
    public int compareTo(Sha256 other) {
        int order = Long.compareUnsigned(a, other.a);
        order = order != 0 ? order : Long.compareUnsigned(b, other.b);
        order = order != 0 ? order : Long.compareUnsigned(c, other.c);
        return order != 0 ? order : Long.compareUnsigned(d, other.d);
    }

    @Override
    public String toString() {
        HexFormat hex = HexFormat.of();
        return hex.toHexDigits(a) + hex.toHexDigits(b) + hex.toHexDigits(c) + hex.toHexDigits(d);
    }
}
