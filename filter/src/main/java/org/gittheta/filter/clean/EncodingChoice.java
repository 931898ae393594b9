// SPDX-License-Identifier: Apache-2.0
package org.gittheta.filter.clean;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.gittheta.filter.format.LocatedParameter;
import org.gittheta.filter.pipeline.Block;
import org.gittheta.filter.pipeline.BlockPool;
import org.gittheta.storage.codec.Codec;
import org.gittheta.storage.codec.Codecs;
import org.gittheta.storage.codec.DeltaCodec;
import org.gittheta.storage.codec.UnknownCodecException;
import org.gittheta.storage.object.CorruptObjectException;
import org.gittheta.storage.object.MissingObjectsException;
import org.gittheta.storage.object.ObjectStore;
import org.gittheta.storage.stub.Encoding;

/**
 * Decides whether a parameter whose content is new is stored as differences, from which base and with which codec: the
 * smallest of them on a sample, if it is smaller than without a base.
 *
 * <p>What is chosen bounds the cost of reading, too: a chain has at most so many bases, and its payloads, but for tiny
 * ones, are together at most twice as long as the largest parameter in it.
 */
final class EncodingChoice {
    /** What a base costs in the stub's line, and so what differences have to save. */
    private static final int LINE_BYTES = 256;

    /** Payloads of less than this part of the largest parameter do not count: without the chain they would be large. */
    private static final int TINY = 12;

    /** What all bases may take of one stub, so that it stays readable. */
    static final int MOST_LINE_BYTES = 1 << 24;

    /** The part of a block that is tried. */
    private static final int SAMPLE_BYTES = 1 << 17;

    private final ObjectStore store;
    private final Codecs codecs;
    private final Codec plain;
    private final KnownEncodings known;
    private final int mostBases;
    private final AtomicInteger lineBytes = new AtomicInteger();

    EncodingChoice(ObjectStore store, Codecs codecs, Codec plain, KnownEncodings known, int mostBases) {
        this.store = store;
        this.codecs = codecs;
        this.plain = plain;
        this.known = known;
        this.mostBases = mostBases;
    }

    /**
     * Holds a payload in memory.
     *
     * @param base what it refers to
     */
    @SuppressWarnings("ArrayRecordComponent") // compared by nobody
    record Payload(String codec, byte[] bytes, Optional<Encoding.Base> base) {}

    /** Tries what a base could do for a parameter. */
    private interface Trial<T extends Comparable<T>> {
        /** Returns the result, or nothing if it is not worth it. */
        Optional<T> of(ParameterChange change, String codec, DeltaCodec.Encoder encoder) throws IOException;
    }

    /** Holds a choice with the bytes that it takes, and with the number of its bases. */
    private record Sized<T>(T choice, long bytes, int bases) implements Comparable<Sized<T>> {
        @Override
        public int compareTo(Sized<T> other) {
            return Long.compare(bytes, other.bytes);
        }
    }

    /** Returns the shortest payload of a parameter of one block; nothing if none with a base beats the plain one. */
    Optional<Payload> small(LocatedParameter parameter, Block block, int plainBytes) throws IOException {
        if (plainBytes <= LINE_BYTES) {
            return Optional.empty();
        }
        return best(parameter, block.length(), new HeldContent(List.of(block)), (change, codec, encoder) -> {
                    if (!change.shown().isKept()) {
                        return Optional.empty();
                    }
                    byte[] payload = encode(change, encoder);
                    return payload.length + LINE_BYTES > plainBytes
                            ? Optional.empty()
                            : Optional.of(new Sized<>(
                                    new Payload(codec, payload, Optional.of(change.base())),
                                    payload.length,
                                    change.bases()));
                })
                .map(Sized::choice);
    }

    /** Encodes all of a parameter. */
    private static byte[] encode(ParameterChange change, DeltaCodec.Encoder encoder) throws IOException {
        ByteArrayOutputStream payload = new ByteArrayOutputStream();
        payload.writeBytes(encoder.header());
        change.visit(encoder, (index, raw, from, length, base, baseLength) -> {
            Codec.Encoded encoded = encoder.encode(index, raw, from, length, base, baseLength);
            payload.write(encoded.bytes(), 0, encoded.length());
            encoder.recycle(encoded);
            return true;
        });
        return payload.toByteArray();
    }

    /**
     * Returns how to store a larger parameter, if with a base.
     *
     * @param size its length in bytes
     * @param content what can be shown of it
     */
    Optional<BaseChoice> large(LocatedParameter parameter, long size, Content content) throws IOException {
        return best(parameter, size, content, (change, codec, encoder) -> sampled(change, codec, encoder))
                .map(Sized::choice);
    }

    private Optional<Sized<BaseChoice>> sampled(ParameterChange change, String codec, DeltaCodec.Encoder encoder)
            throws IOException {
        Codec.Encoder dense = plain.encoder(change.dtype(), change.size());
        long[] sums = new long[3];
        change.judge(encoder, (index, raw, from, length, base, baseLength) -> {
            int some = Math.min(length, SAMPLE_BYTES);
            int ofBase = (int) Math.min(baseLength, (long) some * encoder.baseBlockSize() / encoder.blockSize());
            Codec.Encoded encoded = encoder.encode(index, raw, from, some, base, ofBase);
            sums[0] += encoded.length();
            encoder.recycle(encoded);
            Codec.Encoded other = dense.encode(Arrays.copyOfRange(raw, from, from + some), some);
            sums[1] += Math.min(some, other.length());
            dense.recycle(other);
            sums[2] += some;
            return true;
        });
        double scale = (double) change.size() / sums[2];
        long bytes = encoder.header().length + (long) (sums[0] * scale);
        return bytes + LINE_BYTES > sums[1] * scale
                ? Optional.empty()
                : Optional.of(new Sized<>(new BaseChoice(change.base(), codec, encoder), bytes, change.bases()));
    }

    private <T> Optional<Sized<T>> best(LocatedParameter parameter, long size, Content content, Trial<Sized<T>> trial)
            throws IOException {
        Optional<Sized<T>> best = Optional.empty();
        for (Encoding.Base candidate : basesFor(parameter)) {
            Optional<Sized<T>> found = onChain(candidate, parameter, size, content, trial);
            best = best.filter(b -> found.isEmpty() || b.compareTo(found.get()) <= 0)
                    .or(() -> found);
        }
        best.ifPresent(chosen -> lineBytes.addAndGet(chosen.bases() * LINE_BYTES));
        return best;
    }

    /** Tells whether there is any base that could be tried. */
    boolean hasBases(LocatedParameter parameter) throws IOException {
        return !basesFor(parameter).isEmpty();
    }

    private List<Encoding.Base> basesFor(LocatedParameter parameter) throws IOException {
        // What has no name is the program's own.
        boolean none = mostBases == 0
                || lineBytes.get() >= MOST_LINE_BYTES
                || parameter.name().text().isEmpty();
        return none ? List.of() : known.basesFor(parameter.name(), parameter.dtype(), parameter.shape());
    }

    /** Tries a base, or the first of its own bases with which the chain is short and cheap enough. */
    private <T> Optional<Sized<T>> onChain(
            Encoding.Base candidate, LocatedParameter parameter, long size, Content content, Trial<Sized<T>> trial)
            throws IOException {
        for (Optional<Encoding.Base> at = Optional.of(candidate);
                at.isPresent();
                at = at.get().encoding().base()) {
            Encoding.Base base = at.get();
            if (base.encoding().depth() < mostBases) {
                ShownBase shown = new ShownBase(base, codecs, store, size <= BlockPool.BLOCK_BYTES);
                Optional<Sized<T>> found = tried(new ParameterChange(parameter, size, content, shown), trial);
                if (found.isEmpty() || isReadCheaply(base, size, found.get().bytes())) {
                    return found;
                }
            }
        }
        return Optional.empty();
    }

    private <T> Optional<Sized<T>> tried(ParameterChange change, Trial<Sized<T>> trial) throws IOException {
        Optional<Sized<T>> best = Optional.empty();
        for (DeltaCodec codec : codecs.deltas()) {
            if (best.isPresent() && best.get().bytes() <= LINE_BYTES) {
                // Nobody has anything to gain any more.
                break;
            }
            try {
                Optional<DeltaCodec.Encoder> encoder = codec.encoder(change).filter(e -> isHalfUsed(change, e));
                if (encoder.isPresent()) {
                    Optional<Sized<T>> found = trial.of(change, codec.name(), encoder.get());
                    best = best.filter(b -> found.isEmpty() || b.compareTo(found.get()) <= 0)
                            .or(() -> found);
                }
            } catch (CorruptObjectException
                    | MissingObjectsException
                    | UnknownCodecException
                    | LostContentException e) {
                // Nothing is to be made of that base, or seen any more; what is being stored does not depend on it.
            }
        }
        return best;
    }

    /** Tells whether what is read of the base is worth reading: the parameter is at least half as long. */
    private static boolean isHalfUsed(ParameterChange change, DeltaCodec.Blocks cut) {
        return (double) change.baseSize() / cut.baseBlockSize() <= 2.0 * change.size() / cut.blockSize();
    }

    private static boolean isReadCheaply(Encoding.Base base, long size, long bytes) {
        long largest = Math.max(size, base.size());
        List<Long> payloads = new ArrayList<>(List.of(bytes, base.encoding().payloadSize()));
        for (Optional<Encoding.Base> at = base.encoding().base();
                at.isPresent();
                at = at.get().encoding().base()) {
            largest = Math.max(largest, at.get().size());
            payloads.add(at.get().encoding().payloadSize());
        }
        long least = largest / TINY;
        return payloads.stream()
                        .filter(payload -> payload > least)
                        .mapToLong(payload -> payload)
                        .sum()
                <= 2 * largest;
    }
}
