// SPDX-License-Identifier: Apache-2.0
package org.gittheta.filter.clean;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.gittheta.filter.pipeline.Block;
import org.gittheta.filter.pipeline.Workers;
import org.gittheta.storage.codec.Codec;
import org.gittheta.storage.codec.Codecs;
import org.gittheta.storage.codec.PlanesCodec;
import org.gittheta.storage.codec.RawCodec;
import org.gittheta.storage.digest.Sha256;
import org.gittheta.storage.object.ObjectStore;
import org.gittheta.storage.object.PayloadWriter;
import org.gittheta.storage.stub.Encoding;
import org.gittheta.storage.tensor.DType;

/** Hashes and encodes parameters on the worker threads. */
final class ParameterTasks {
    /** Blocks of one parameter that are encoded at once: enough for every thread, few enough to bound memory. */
    private static final int MOST_ENCODING = 16;

    private final Workers workers;
    private final ObjectStore store;
    private final Codec planes;
    private final Codec raw;
    private final KnownEncodings known;
    private final long largestObject;

    ParameterTasks(Workers workers, ObjectStore store, Codecs codecs, KnownEncodings known, long largestObject)
            throws IOException {
        this.workers = workers;
        this.store = store;
        planes = codecs.named(PlanesCodec.NAME);
        raw = codecs.named(RawCodec.NAME);
        this.known = known;
        this.largestObject = largestObject;
    }

    /** Hashes a parameter of one block and encodes it in memory if its content is new. */
    CompletableFuture<SmallParameter> small(Block block, DType dtype, ParameterDigest digest) {
        return workers.run(() -> {
            try {
                digest.update(block.bytes(), block.length());
                Sha256 sha256 = digest.sha256();
                int size = block.length();
                Optional<Encoding> stored = known.find(sha256, size);
                Payload payload =
                        stored.isPresent() ? new Payload(RawCodec.NAME, new byte[0]) : encode(block, dtype, size);
                return new SmallParameter(
                        size, sha256, digest.ranges(), digest.crc32(), stored, payload.codec(), payload.bytes());
            } finally {
                block.release();
            }
        });
    }

    @SuppressWarnings("ArrayRecordComponent") // compared by nobody
    private record Payload(String codec, byte[] bytes) {}

    private Payload encode(Block block, DType dtype, int size) {
        Codec.Encoder encoder = planes.encoder(dtype, size);
        byte[] header = encoder.header();
        Codec.Encoded encoded = encoder.encode(block.bytes(), size);
        if (header.length + encoded.length() >= size) {
            return new Payload(RawCodec.NAME, Arrays.copyOf(block.bytes(), size));
        }
        byte[] payload = Arrays.copyOf(header, header.length + encoded.length());
        System.arraycopy(encoded.bytes(), 0, payload, header.length, encoded.length());
        return new Payload(PlanesCodec.NAME, payload);
    }

    /** Hashes a parameter that is in memory, and stores it if its content is new. */
    CompletableFuture<StoredParameter> held(List<Block> blocks, DType dtype, ParameterDigest digest) {
        return workers.run(() -> {
            Deque<Block> left = new ArrayDeque<>(blocks);
            try {
                long size = 0;
                for (Block block : blocks) {
                    digest.update(block.bytes(), block.length());
                    size += block.length();
                }
                Sha256 sha256 = digest.sha256();
                Optional<Encoding> stored = known.find(sha256, size);
                Encoding encoding = stored.isPresent() ? stored.get() : store(left, dtype, size);
                return new StoredParameter(size, sha256, digest.ranges(), digest.crc32(), encoding);
            } finally {
                left.forEach(Block::release);
            }
        });
    }

    private Encoding store(Deque<Block> blocks, DType dtype, long size) throws IOException {
        try (PayloadWriter writer = new PayloadWriter(store, largestObject)) {
            Begun begun = begin(writer, blocks.getFirst(), dtype, size);
            write(writer, begun.first());
            blocks.removeFirst().release();
            while (!blocks.isEmpty()) {
                Block block = blocks.getFirst();
                write(writer, begun.encoder().encode(block.bytes(), block.length()));
                blocks.removeFirst().release();
            }
            return new Encoding(begun.codec(), writer.finish());
        }
    }

    /** Holds the codec that was picked, and the first block as it encoded it. */
    private record Begun(String codec, Codec.Encoder encoder, Codec.Encoded first) {}

    /** Picks raw bytes for a parameter whose first block does not shrink, so that reading it later costs nothing. */
    private Begun begin(PayloadWriter writer, Block first, DType dtype, long size) throws IOException {
        Codec.Encoder encoder = planes.encoder(dtype, size);
        Codec.Encoded encoded = encoder.encode(first.bytes(), first.length());
        if (encoded.length() >= first.length()) {
            encoder = raw.encoder(dtype, size);
            return new Begun(RawCodec.NAME, encoder, encoder.encode(first.bytes(), first.length()));
        }
        byte[] header = encoder.header();
        writer.write(header, 0, header.length);
        return new Begun(PlanesCodec.NAME, encoder, encoded);
    }

    /** Stores a parameter while reading it, for one that is too large to be held. */
    CompletableFuture<StoredParameter> streamed(Block first, BlockReader reader, DType dtype, ParameterDigest digest)
            throws IOException {
        Deque<BlockInCoding> encoding = new ArrayDeque<>();
        try (PayloadWriter writer = new PayloadWriter(store, largestObject)) {
            CompletableFuture<Void> hashing = hash(CompletableFuture.completedFuture(null), digest, first);
            Begun begun;
            try {
                begun = begin(writer, first, dtype, reader.size());
                write(writer, begun.first());
            } finally {
                first.release();
            }
            for (Block block = reader.next(); block != null; block = reader.next()) {
                hashing = hash(hashing, digest, block);
                encoding.add(encode(begun.encoder(), block));
                if (encoding.size() == MOST_ENCODING) {
                    encoding.remove().write(writer);
                }
            }
            while (!encoding.isEmpty()) {
                encoding.remove().write(writer);
            }
            Workers.await(hashing);
            Sha256 sha256 = digest.sha256();
            Optional<Encoding> stored = known.find(sha256, reader.position());
            Encoding where = stored.isPresent() ? stored.get() : new Encoding(begun.codec(), writer.finish());
            return CompletableFuture.completedFuture(
                    new StoredParameter(reader.position(), sha256, digest.ranges(), digest.crc32(), where));
        } finally {
            encoding.forEach(BlockInCoding::abandon);
        }
    }

    private CompletableFuture<Void> hash(CompletableFuture<Void> before, ParameterDigest digest, Block block) {
        block.retain();
        return before.thenRunAsync(
                () -> {
                    digest.update(block.bytes(), block.length());
                    block.release();
                },
                workers.executor());
    }

    private BlockInCoding encode(Codec.Encoder encoder, Block block) {
        return new BlockInCoding(block, workers.run(() -> encoder.encode(block.bytes(), block.length())));
    }

    /** Pairs a block with its encoding, which may refer to the block's own bytes. */
    private record BlockInCoding(Block block, CompletableFuture<Codec.Encoded> encoded) {
        void write(PayloadWriter writer) throws IOException {
            try {
                ParameterTasks.write(writer, Workers.await(encoded));
            } finally {
                block.release();
            }
        }

        /** Gives the block back once nobody works on it any more. */
        @SuppressWarnings("FutureReturnValueIgnored") // nobody waits for what is abandoned
        void abandon() {
            encoded.whenComplete((nothing, failure) -> block.release());
        }
    }

    private static void write(PayloadWriter writer, Codec.Encoded encoded) throws IOException {
        writer.write(encoded.bytes(), 0, encoded.length());
    }
}
