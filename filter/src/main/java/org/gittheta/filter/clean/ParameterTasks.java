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
import org.gittheta.filter.format.LocatedParameter;
import org.gittheta.filter.pipeline.Block;
import org.gittheta.filter.pipeline.Workers;
import org.gittheta.storage.codec.Codec;
import org.gittheta.storage.codec.Codecs;
import org.gittheta.storage.codec.PlanesCodec;
import org.gittheta.storage.codec.RawCodec;
import org.gittheta.storage.digest.Sha256;
import org.gittheta.storage.object.CorruptObjectException;
import org.gittheta.storage.object.MissingObjectsException;
import org.gittheta.storage.object.ObjectStore;
import org.gittheta.storage.object.PayloadWriter;
import org.gittheta.storage.stub.Encoding;
import org.gittheta.storage.tensor.DType;

/** Hashes and encodes parameters on the worker threads. */
final class ParameterTasks {
    /** Blocks of one parameter that are encoded at once: enough for every thread, few enough to bound memory. */
    private static final int MOST_ENCODING = 16;

    /** The part of a parameter that tells whether it shrinks. */
    private static final int SAMPLE_BYTES = 1 << 17;

    private static final EncodingChoice.Payload NONE =
            new EncodingChoice.Payload(RawCodec.NAME, new byte[0], Optional.empty());

    private final Workers workers;
    private final ObjectStore store;
    private final Codecs codecs;
    private final EncodingChoice choice;
    private final BaseBuffers buffers = new BaseBuffers();
    private final Codec planes;
    private final Codec raw;
    private final KnownEncodings known;
    private final long largestObject;

    ParameterTasks(Workers workers, ObjectStore store, Codecs codecs, KnownEncodings known, Limits limits)
            throws IOException {
        this.workers = workers;
        this.store = store;
        planes = codecs.named(PlanesCodec.NAME);
        raw = codecs.named(RawCodec.NAME);
        this.known = known;
        this.codecs = codecs;
        largestObject = limits.largestObject();
        choice = new EncodingChoice(store, codecs, planes, known, limits.mostBases());
    }

    /** Hashes a parameter of one block and encodes it in memory if its content is new. */
    CompletableFuture<SmallParameter> small(Block block, LocatedParameter parameter, ParameterDigest digest) {
        return workers.run(() -> {
            try {
                digest.update(block.bytes(), block.length());
                Sha256 sha256 = digest.sha256();
                int size = block.length();
                Optional<Encoding> stored = known.find(sha256, size);
                EncodingChoice.Payload payload = stored.isPresent() ? NONE : encode(block, parameter, size);
                return new SmallParameter(size, sha256, digest.ranges(), digest.crc32(), stored, payload);
            } finally {
                block.release();
            }
        });
    }

    private EncodingChoice.Payload encode(Block block, LocatedParameter parameter, int size) throws IOException {
        EncodingChoice.Payload plain = plain(block, parameter.dtype(), size);
        return choice.small(parameter, block, plain.bytes().length).orElse(plain);
    }

    private EncodingChoice.Payload plain(Block block, DType dtype, int size) {
        Codec.Encoder encoder = planes.encoder(dtype, size);
        byte[] header = encoder.header();
        Codec.Encoded encoded = encoder.encode(block.bytes(), size);
        try {
            if (header.length + encoded.length() >= size) {
                return new EncodingChoice.Payload(RawCodec.NAME, Arrays.copyOf(block.bytes(), size), Optional.empty());
            }
            byte[] payload = Arrays.copyOf(header, header.length + encoded.length());
            System.arraycopy(encoded.bytes(), 0, payload, header.length, encoded.length());
            return new EncodingChoice.Payload(PlanesCodec.NAME, payload, Optional.empty());
        } finally {
            encoder.recycle(encoded);
        }
    }

    /** Reads and hashes a parameter that fits into memory, and stores it if its content is new. */
    CompletableFuture<StoredParameter> held(
            Block first, BlockReader reader, LocatedParameter parameter, ParameterDigest digest) throws IOException {
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
        return hashing.thenCompose(nothing -> workers.runOn(() -> stored(blocks, parameter, size, digest)));
    }

    private CompletableFuture<StoredParameter> stored(
            List<Block> blocks, LocatedParameter parameter, long size, ParameterDigest digest) throws IOException {
        Deque<Block> left = new ArrayDeque<>(blocks);
        try {
            Sha256 sha256 = digest.sha256();
            Optional<Encoding> stored = known.find(sha256, size);
            CompletableFuture<Encoding> encoding =
                    stored.isPresent() ? CompletableFuture.completedFuture(stored.get()) : store(left, parameter, size);
            return encoding.thenApply(
                    where -> new StoredParameter(size, sha256, digest.ranges(), digest.crc32(), where));
        } finally {
            left.forEach(Block::release);
        }
    }

    private CompletableFuture<Encoding> store(Deque<Block> blocks, LocatedParameter parameter, long size)
            throws IOException {
        Optional<BaseChoice> chosen = choice.large(parameter, size, new HeldContent(List.copyOf(blocks)));
        if (chosen.isEmpty()) {
            return addAll(plain(blocks.getFirst(), parameter.dtype(), size), blocks);
        }
        List<Block> kept = List.copyOf(blocks);
        kept.forEach(Block::retain);
        // Differences from a base that turns out to be damaged are worth nothing: then it is stored without.
        return addAll(on(chosen.get()), blocks)
                .exceptionallyCompose(failure -> isDamaged(failure)
                        ? workers.runOn(() -> again(kept, parameter, size))
                        : CompletableFuture.failedFuture(failure))
                .whenComplete((encoding, failure) -> kept.forEach(Block::release));
    }

    private CompletableFuture<Encoding> again(List<Block> kept, LocatedParameter parameter, long size)
            throws IOException {
        kept.forEach(Block::retain);
        return addAll(plain(kept.get(0), parameter.dtype(), size), new ArrayDeque<>(kept));
    }

    private static boolean isDamaged(Throwable failure) {
        for (Throwable at = failure; at != null; at = at.getCause()) {
            if (at instanceof CorruptObjectException || at instanceof MissingObjectsException) {
                return true;
            }
        }
        return false;
    }

    @SuppressWarnings("FutureReturnValueIgnored") // the end of the last block is the end of all
    private static CompletableFuture<Encoding> addAll(ParameterWriter writer, Deque<Block> blocks) {
        while (!blocks.isEmpty()) {
            writer.add(blocks.removeFirst());
        }
        return writer.finish();
    }

    /** Picks raw bytes for a parameter whose beginning does not shrink, so that reading it later costs nothing. */
    private ParameterWriter plain(Block first, DType dtype, long size) throws IOException {
        Codec.Encoder encoder = planes.encoder(dtype, size);
        int some = Math.min(first.length(), SAMPLE_BYTES);
        Codec.Encoded encoded = encoder.encode(first.bytes(), some);
        Codec codec = encoded.length() >= some ? raw : planes;
        encoder.recycle(encoded);
        return new PlainWriter(workers, new PayloadWriter(store, largestObject), codec, dtype, size);
    }

    private ParameterWriter on(BaseChoice chosen) throws IOException {
        return new DeltaWriter(
                workers,
                new PayloadWriter(store, largestObject),
                chosen,
                new CheckedBase(chosen.base(), codecs, store, workers, buffers));
    }

    /** Stores a parameter while reading it, for one that is too large to be held. */
    CompletableFuture<StoredParameter> streamed(
            Block first, BlockReader reader, LocatedParameter parameter, ParameterDigest digest, Ahead ahead)
            throws IOException {
        CompletableFuture<Void> hashing = hash(CompletableFuture.completedFuture(null), digest, first);
        ParameterWriter writer = null;
        try {
            Optional<BaseChoice> chosen = sampled(first, reader.size(), parameter, ahead);
            writer = chosen.isPresent() ? on(chosen.get()) : plain(first, parameter.dtype(), reader.size());
        } finally {
            if (writer == null) {
                first.release();
            }
        }
        boolean whole = false;
        try {
            Deque<CompletableFuture<Void>> writing = new ArrayDeque<>();
            writing.add(writer.add(first));
            for (Block block = reader.next(); block != null; block = reader.next()) {
                hashing = hash(hashing, digest, block);
                writing.add(writer.add(block));
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
                    whole ? writer.finish() : CompletableFuture.completedFuture(stored.get());
            return encoding.thenApply(
                    where -> new StoredParameter(size, sha256, digest.ranges(), digest.crc32(), where));
        } finally {
            if (!whole) {
                writer.abandon();
            }
        }
    }

    /** Tells whether there is any base that could be tried for a parameter. */
    boolean hasBases(LocatedParameter parameter) throws IOException {
        return choice.hasBases(parameter);
    }

    private Optional<BaseChoice> sampled(Block first, long size, LocatedParameter parameter, Ahead ahead)
            throws IOException {
        if (!hasBases(parameter)) {
            return Optional.empty();
        }
        return choice.large(parameter, size, new StreamedContent(first, size, ahead));
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
