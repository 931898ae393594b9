// SPDX-License-Identifier: Apache-2.0
package org.gittheta.cli.migrate;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.OptionalLong;
import org.gittheta.lfs.pointer.Pointer;
import org.gittheta.storage.stub.StubFormat;

/** Tells what a blob stands for. */
final class BlobForm {
    private BlobForm() {}

    /** Tells whether a blob is meant as a stub. */
    static boolean isStub(ObjectReader reader, ObjectReader.Head blob) throws IOException {
        if (blob.size() > StubFormat.LARGEST_BYTES) {
            return false;
        }
        byte[] prefix = reader.readBlob(blob.id(), content -> content.readNBytes(StubFormat.MAGIC_BYTES));
        return StubFormat.isStub(prefix, prefix.length);
    }

    /** Returns the length of the file that a blob stands for, unless it is a stub: a stub does not say. */
    static OptionalLong fileBytes(ObjectReader reader, String blob) throws IOException {
        ObjectReader.Head head = reader.head(blob);
        if (isStub(reader, head)) {
            return OptionalLong.empty();
        }
        if (head.size() < Pointer.LARGEST_BYTES) {
            return OptionalLong.of(Pointer.parse(reader.read(blob, "blob"))
                    .map(object -> object.size())
                    .orElse(head.size()));
        }
        return OptionalLong.of(head.size());
    }

    /** Returns a path as git means it, from one character a byte. */
    static String utf8(String path) {
        return new String(path.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
    }
}
