// SPDX-License-Identifier: Apache-2.0
package org.gittheta.lfs.pointer;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.gittheta.storage.digest.Sha256;
import org.gittheta.storage.object.StoredObject;

/**
 * Writes and reads the pointers by which Git LFS, and servers that collect garbage, know objects.
 *
 * <pre>
 * version https://git-lfs.github.com/spec/v1
 * oid sha256:OID
 * size SIZE
 * </pre>
 *
 * <p>Source: docs/spec.md of git-lfs. A pointer has fewer than 1,024 bytes; lines for extensions are not read.
 */
public final class Pointer {
    /** No pointer is longer. */
    public static final int LARGEST_BYTES = 1024;

    private static final Pattern TEXT = Pattern.compile(
            "version https://git-lfs\\.github\\.com/spec/v1\noid sha256:([0-9a-f]{64})\nsize (0|[1-9][0-9]{0,17})\n?");

    private Pointer() {}

    /** Returns the text of an object's pointer. */
    public static byte[] of(StoredObject object) {
        return ("version https://git-lfs.github.com/spec/v1\noid sha256:" + object.oid() + "\nsize " + object.size()
                        + "\n")
                .getBytes(StandardCharsets.US_ASCII);
    }

    /** Returns the object that a text points to, or nothing if it is no pointer. */
    public static Optional<StoredObject> parse(byte[] text) {
        if (text.length >= LARGEST_BYTES) {
            return Optional.empty();
        }
        Matcher matcher = TEXT.matcher(new String(text, StandardCharsets.ISO_8859_1));
        return matcher.matches()
                ? Optional.of(new StoredObject(Sha256.parse(matcher.group(1)), Long.parseLong(matcher.group(2))))
                : Optional.empty();
    }
}
