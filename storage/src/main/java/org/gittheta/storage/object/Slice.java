// SPDX-License-Identifier: Apache-2.0
package org.gittheta.storage.object;

import org.gittheta.storage.digest.Sha256;
import org.gittheta.storage.text.CanonicalNumber;

/**
 * Names a run of bytes inside an object; the object's own size stands beside its id because Git LFS needs both.
 *
 * <p>Its text is {@code OID:SIZE} for a whole object and {@code OID:SIZE@OFFSET+LENGTH} for a part.
 *
 * @param oid the SHA-256 of the whole object
 * @param objectSize the size of the whole object in bytes
 * @param offset the first byte of the run
 * @param length its length, at least 1
 */
public record Slice(Sha256 oid, long objectSize, long offset, long length) {
    /** Checks that the run lies inside the object. */
    public Slice {
        if (offset < 0 || length < 1 || objectSize < 1 || offset > objectSize - length) {
            throw new IllegalArgumentException("slice " + offset + "+" + length + " of " + objectSize + " bytes");
        }
    }

    /** Names a whole object. */
    public static Slice whole(Sha256 oid, long size) {
        return new Slice(oid, size, 0, size);
    }

    /**
     * Parses the text that {@link #toString} writes.
     *
     * @throws IllegalArgumentException if the text is not in that one form
     */
    public static Slice parse(String text) {
        int colon = text.indexOf(':');
        int at = text.indexOf('@', colon + 1);
        int plus = text.indexOf('+', at + 1);
        if (colon != 64 || (at < 0) != (plus < 0)) {
            throw new IllegalArgumentException("not an object: " + text);
        }
        Sha256 oid = Sha256.parse(text.substring(0, colon));
        Slice slice = at < 0
                ? whole(oid, CanonicalNumber.parse(text.substring(colon + 1)))
                : new Slice(
                        oid,
                        CanonicalNumber.parse(text.substring(colon + 1, at)),
                        CanonicalNumber.parse(text.substring(at + 1, plus)),
                        CanonicalNumber.parse(text.substring(plus + 1)));
        if (at >= 0 && slice.isWhole()) {
            throw new IllegalArgumentException("a whole object written as a part: " + text);
        }
        return slice;
    }

    /** Returns the object that the run lies in. */
    public StoredObject object() {
        return new StoredObject(oid, objectSize);
    }

    /** Tells whether the run is the whole object. */
    public boolean isWhole() {
        return length == objectSize;
    }

    @Override
    public String toString() {
        return oid + ":" + objectSize + (isWhole() ? "" : "@" + offset + "+" + length);
    }
}
