// SPDX-License-Identifier: Apache-2.0
package org.gittheta.filter.clean;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
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
        try {
            if (header.length + encoded.length() >= size) {
                return new Payload(RawCodec.NAME, Arrays.copyOf(block.bytes(), size));
            }
            byte[] payload = Arrays.copyOf(header, header.length + encoded.length());
            System.arraycopy(encoded.bytes(), 0, payload, header.length, encoded.length());
            return new Payload(PlanesCodec.NAME, payload);
        } finally {
            encoder.recycle(encoded);
        }
    }

    /** Reads and hashes a parameter that fits into memory, and stores it if its content is new. */
    CompletableFuture<StoredParameter> held(Block first, BlockReader reader, DType dtype, ParameterDigest digest)
            throws IOException {
        List<Block> blocks = new ArrayList<>();
        CompletableFuture<Void> hashing = CompletableFuture.completedFuture(null);
        boolean whole = false;
        try {
            for (Block block = first; block != null; block = reader.next()) {
                blocks.add(block);
                hashing = hash(hashing, digest, block);
            }
            whole = true;
        } finally {
            if (!whole) {
                blocks.forEach(Block::release);
            }
        }
        long size = reader.position();
        return hashing.thenCompose(nothing -> workers.runOn(() -> stored(blocks, dtype, size, digest)));
    }

    private CompletableFuture<StoredParameter> stored(
            List<Block> blocks, DType dtype, long size, ParameterDigest digest) throws IOException {
        Deque<Block> left = new ArrayDeque<>(blocks);
        try {
            Sha256 sha256 = digest.sha256();
            Optional<Encoding> stored = known.find(sha256, size);
            CompletableFuture<Encoding> encoding =
                    stored.isPresent() ? CompletableFuture.completedFuture(stored.get()) : store(left, dtype, size);
            return encoding.thenApply(
                    where -> new StoredParameter(size, sha256, digest.ranges(), digest.crc32(), where));
        } finally {
            left.forEach(Block::release);
        }
    }

    @SuppressWarnings("FutureReturnValueIgnored") // the end of the last block is the end of all
    private CompletableFuture<Encoding> store(Deque<Block> blocks, DType dtype, long size) throws IOException {
        EncodedBlocks encoded = begin(blocks.getFirst(), dtype, size);
        blocks.removeFirst().release();
        while (!blocks.isEmpty()) {
            encoded.add(blocks.removeFirst());
        }
        return encoded.finish();
    }

    /** Picks raw bytes for a parameter whose first block does not shrink, so that reading it later costs nothing. */
    private EncodedBlocks begin(Block first, DType dtype, long size) throws IOException {
        Codec.Encoder encoder = planes.encoder(dtype, size);
        Codec.Encoded encoded = encoder.encode(first.bytes(), first.length());
        String codec = PlanesCodec.NAME;
        if (encoded.length() >= first.length()) {
            codec = RawCodec.NAME;
            encoder.recycle(encoded);
            encoder = raw.encoder(dtype, size);
            encoded = encoder.encode(first.bytes(), first.length());
        }
        return EncodedBlocks.begin(workers, new PayloadWriter(store, largestObject), codec, encoder, encoded);
    }

    /** Stores a parameter while reading it, for one that is too large to be held. */
    CompletableFuture<StoredParameter> streamed(Block first, BlockReader reader, DType dtype, ParameterDigest digest)
            throws IOException {
        CompletableFuture<Void> hashing = hash(CompletableFuture.completedFuture(null), digest, first);
        EncodedBlocks encoded;
        try {
            encoded = begin(first, dtype, reader.size());
        } finally {
            first.release();
        }
        boolean whole = false;
        try {
            Deque<CompletableFuture<Void>> writing = new ArrayDeque<>();
            for (Block block = reader.next(); block != null; block = reader.next()) {
                hashing = hash(hashing, digest, block);
                writing.add(encoded.add(block));
                if (writing.size() == MOST_ENCODING) {
                    Workers.await(writing.remove());
                }
            }
            Workers.await(hashing);
            Sha256 sha256 = digest.sha256();
            Optional<Encoding> stored = known.find(sha256, reader.position());
            whole = stored.isEmpty();
            long size = reader.position();
            CompletableFuture<Encoding> encoding =
                    whole ? encoded.finish() : CompletableFuture.completedFuture(stored.get());
            return encoding.thenApply(
                    where -> new StoredParameter(size, sha256, digest.ranges(), digest.crc32(), where));
        } finally {
            if (!whole) {
                encoded.abandon();
            }
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
}
