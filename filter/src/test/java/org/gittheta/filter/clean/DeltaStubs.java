// SPDX-License-Identifier: Apache-2.0
package org.gittheta.filter.clean;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.gittheta.storage.codec.Codec;
import org.gittheta.storage.codec.Codecs;
import org.gittheta.storage.codec.DeltaCodec;
import org.gittheta.storage.object.ObjectStore;
import org.gittheta.storage.object.ObjectWriter;
import org.gittheta.storage.object.Slice;
import org.gittheta.storage.stub.Encoding;
import org.gittheta.storage.stub.ParameterEntry;
import org.gittheta.storage.stub.Stub;
import org.gittheta.storage.tensor.DType;
import org.gittheta.storage.tensor.Shape;

/** Makes stubs of files with one parameter that refers to a base; its payload goes into the store. */
final class DeltaStubs {
    private final ObjectStore store;
    private final DeltaCodec codec;

    DeltaStubs(ObjectStore store) throws IOException {
        this.store = store;
        codec = Codecs.installed().delta("delta");
    }

    /** Returns the stub with the bytes stored as differences from the base. */
    Stub on(ParameterEntry base, byte[] baseBytes, Stub dense, byte[] bytes) throws IOException {
        ParameterEntry parameter = dense.parameters().get(0);
        Encoding.Base of = new Encoding.Base(base.dtype(), base.size(), base.sha256(), base.encoding());
        DeltaCodec.Encoder encoder = codec.encoder(new Change(parameter, bytes, base.dtype(), baseBytes))
                .orElseThrow();
        try (ObjectWriter object = store.create()) {
            byte[] header = encoder.header();
            object.write(header, 0, header.length);
            for (int i = 0; (long) i * encoder.blockSize() < bytes.length; i++) {
                int from = i * encoder.blockSize();
                byte[] part = part(baseBytes, i, encoder.baseBlockSize());
                int length = Math.min(encoder.blockSize(), bytes.length - from);
                Codec.Encoded encoded = encoder.encode(i, bytes, from, length, part, part.length);
                object.write(encoded.bytes(), 0, encoded.length());
            }
            Slice slice = object.commit();
            store.sync();
            return with(dense, new Encoding(codec.name(), List.of(slice), Optional.of(of)));
        }
    }

    /** Returns the stub with another encoding of its parameter. */
    static Stub with(Stub stub, Encoding encoding) {
        ParameterEntry old = stub.parameters().get(0);
        return new Stub(
                stub.frame(),
                List.of(new ParameterEntry(
                        old.name(), old.dtype(), old.shape(), old.size(), old.sha256(), encoding, old.isStorage())));
    }

    private static byte[] part(byte[] bytes, long index, int size) {
        int from = (int) Math.min(bytes.length, index * size);
        return Arrays.copyOfRange(bytes, from, Math.min(bytes.length, from + size));
    }

    @SuppressWarnings("ArrayRecordComponent") // compared by nobody
    private record Change(ParameterEntry parameter, byte[] bytes, DType baseType, byte[] base)
            implements DeltaCodec.Change {
        @Override
        public DType dtype() {
            return parameter.dtype();
        }

        @Override
        public Shape shape() {
            return parameter.shape();
        }

        @Override
        public long size() {
            return bytes.length;
        }

        @Override
        public long baseSize() {
            return base.length;
        }

        @Override
        public boolean isWhole() {
            return false;
        }

        @Override
        public void sample(DeltaCodec.Blocks blocks, int most, DeltaCodec.Visitor visitor) {
            visit(blocks, visitor);
        }

        @Override
        public void visit(DeltaCodec.Blocks blocks, DeltaCodec.Visitor visitor) {
            byte[] part = part(base, 0, blocks.baseBlockSize());
            visitor.see(0, bytes, 0, Math.min(bytes.length, blocks.blockSize()), part, part.length);
        }
    }
}
