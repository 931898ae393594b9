// SPDX-License-Identifier: Apache-2.0
package org.gittheta.storage.codec;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import org.gittheta.storage.digest.Sha256;
import org.gittheta.storage.object.ObjectStore;
import org.gittheta.storage.object.ObjectWriter;
import org.gittheta.storage.object.OpenObjects;
import org.gittheta.storage.object.PayloadReader;
import org.gittheta.storage.object.Slice;
import org.gittheta.storage.object.StoredObject;
import org.gittheta.storage.tensor.DType;

/** Holds one payload in a file that a test may damage, and runs codecs over it. */
final class PayloadFile implements ObjectStore {
    private final Path file;

    PayloadFile(Path file) {
        this.file = file;
    }

    /** Encodes block by block. */
    static byte[] encode(Codec codec, DType dtype, byte[] raw) {
        Codec.Encoder encoder = codec.encoder(dtype, raw.length);
        ByteArrayOutputStream payload = new ByteArrayOutputStream();
        payload.writeBytes(encoder.header());
        for (int at = 0; at < raw.length; at += encoder.blockSize()) {
            byte[] block = Arrays.copyOfRange(raw, at, Math.min(raw.length, at + encoder.blockSize()));
            Codec.Encoded encoded = encoder.encode(block, block.length);
            payload.write(encoded.bytes(), 0, encoded.length());
        }
        return payload.toByteArray();
    }

    /** Decodes block by block; the length beyond what the payload can hold is never allocated. */
    byte[] decode(Codec codec, byte[] payload, int size) throws IOException {
        Files.write(file, payload);
        List<Slice> slices = payload.length == 0 ? List.of() : List.of(Slice.whole(Sha256.OF_NOTHING, payload.length));
        try (OpenObjects objects = new OpenObjects(this)) {
            Codec.Decoder decoder = codec.decoder(new PayloadReader(objects, slices), size);
            byte[] raw = new byte[size];
            for (int at = 0; at < size; at += decoder.blockSize()) {
                int length = Math.min(size - at, decoder.blockSize());
                byte[] block = new byte[length];
                decoder.decode(decoder.read(length), block, length);
                System.arraycopy(block, 0, raw, at, length);
            }
            return raw;
        }
    }

    /** Encodes block by block. */
    static byte[] encode(DeltaCodec.Encoder encoder, Versions versions) throws IOException {
        ByteArrayOutputStream payload = new ByteArrayOutputStream();
        payload.writeBytes(encoder.header());
        versions.visit(encoder, (index, raw, from, length, base, baseLength) -> {
            Codec.Encoded encoded = encoder.encode(index, raw, from, length, base, baseLength);
            payload.write(encoded.bytes(), 0, encoded.length());
            return true;
        });
        return payload.toByteArray();
    }

    /** Decodes block by block, in the base's own array where that is allowed. */
    byte[] decode(DeltaCodec codec, byte[] payload, Versions versions) throws IOException {
        Files.write(file, payload);
        List<Slice> slices = payload.length == 0 ? List.of() : List.of(Slice.whole(Sha256.OF_NOTHING, payload.length));
        int size = versions.raw().length;
        try (OpenObjects objects = new OpenObjects(this)) {
            DeltaCodec.Decoder decoder = codec.decoder(new PayloadReader(objects, slices), size, versions.baseType());
            byte[] raw = new byte[size];
            for (int i = 0; (long) i * decoder.blockSize() < size; i++) {
                int at = i * decoder.blockSize();
                int length = Math.min(size - at, decoder.blockSize());
                byte[] base = versions.baseBlock(decoder, i);
                byte[] block = base.length == length && decoder.blockSize() == decoder.baseBlockSize()
                        ? base
                        : new byte[length];
                decoder.decode(decoder.read(length), i, base, base.length, block, length);
                System.arraycopy(block, 0, raw, at, length);
            }
            return raw;
        }
    }

    @Override
    public FileChannel open(Sha256 oid, long size) throws IOException {
        return FileChannel.open(file);
    }

    @Override
    public boolean contains(Sha256 oid, long size) {
        return true;
    }

    @Override
    public void require(Collection<StoredObject> objects) {
        // It is here.
    }

    @Override
    public ObjectWriter create() {
        throw new UnsupportedOperationException();
    }

    @Override
    public void sync() {
        // Nothing is written.
    }
}
