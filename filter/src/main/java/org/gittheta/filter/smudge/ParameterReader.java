// SPDX-License-Identifier: Apache-2.0
package org.gittheta.filter.smudge;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import org.gittheta.storage.codec.Codec;
import org.gittheta.storage.codec.Codecs;
import org.gittheta.storage.object.CorruptObjectException;
import org.gittheta.storage.object.OpenObjects;
import org.gittheta.storage.object.PayloadReader;
import org.gittheta.storage.stub.Encoding;

/** Reads the encoded blocks of one parameter in order; for one thread, while others decode them. */
final class ParameterReader {
    private final Codec.Decoder decoder;
    private long left;

    ParameterReader(Codecs codecs, OpenObjects objects, long size, Encoding encoding) throws IOException {
        Codec codec = codecs.named(encoding.codec());
        if (encoding.base().isPresent()) {
            throw new CorruptObjectException("the codec \"" + encoding.codec() + "\" takes no base");
        }
        decoder = size == 0 ? null : codec.decoder(new PayloadReader(objects, encoding.slices()), size);
        left = size;
    }

    Codec.Decoder decoder() {
        return decoder;
    }

    /** Returns the raw length of the next block, or 0 after the last. */
    int nextLength() {
        return decoder == null ? 0 : (int) Math.min(left, decoder.blockSize());
    }

    Codec.Encoded next() throws IOException {
        int length = nextLength();
        left -= length;
        return decoder.read(length);
    }

    /** Reads and decodes everything on this thread. */
    byte[] readAll() throws IOException {
        ByteArrayOutputStream all = new ByteArrayOutputStream((int) Math.min(left, 1 << 24));
        for (int length = nextLength(); length > 0; length = nextLength()) {
            byte[] raw = new byte[length];
            decoder.decode(next(), raw, length);
            all.writeBytes(raw);
        }
        return all.toByteArray();
    }
}
