// SPDX-License-Identifier: Apache-2.0
package org.gittheta.filter.clean;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import org.gittheta.filter.format.LocatedParameter;
import org.gittheta.filter.pipeline.Block;
import org.gittheta.filter.pipeline.BlockPool;
import org.gittheta.filter.pipeline.Workers;
import org.gittheta.storage.codec.Codecs;
import org.gittheta.storage.object.ObjectStore;
import org.gittheta.storage.tensor.DType;
import org.gittheta.storage.tensor.ParameterName;
import org.gittheta.storage.tensor.Shape;

/**
 * Stores the parameters of one checkpoint, on all threads and in bounded memory, each content once.
 *
 * <p>How a parameter goes depends on its size. A small one is encoded in memory and put into an object that it shares
 * with its neighbours. One that fits into the pool of blocks is hashed first, and encoded only if its content is not
 * stored yet. A larger one is encoded while it is read, since it cannot wait in memory for its hash.
 *
 * <p>The caller's thread reads; it may be used from one thread only.
 */
final class ParameterStore {
    /** Parameters below this size share objects. */
    static final int SMALL_BYTES = 1 << 20;

    private final Workers workers;
    private final ParameterTasks tasks;
    private final Pack pack;

    ParameterStore(Workers workers, ObjectStore store, Codecs codecs, KnownEncodings known, Limits limits)
            throws IOException {
        this.workers = workers;
        tasks = new ParameterTasks(workers, store, codecs, known, limits);
        pack = new Pack(workers.executor(), store, limits.largestObject());
    }

    /**
     * Reads a parameter and begins to store it.
     *
     * @param in the input, at the parameter's first byte
     * @param parameter the parameter; fewer bytes are stored, as a shorter one, if the input ends before
     * @param ranges the runs inside it to hash
     * @param ahead reads what comes later in it
     * @return what will have become of it; {@link Accepted#size} says how much was read
     */
    Accepted accept(InputStream in, LocatedParameter parameter, Collection<ByteRange> ranges, Ahead ahead)
            throws IOException {
        ParameterDigest digest = new ParameterDigest(ranges, parameter.withCrc32());
        BlockReader reader = new BlockReader(in, workers.blocks(), parameter.size());
        Block first = reader.nextOrEmpty();
        if (parameter.size() < SMALL_BYTES || reader.ended()) {
            CompletableFuture<SmallParameter> small = tasks.small(first, parameter, digest);
            return new Accepted(reader.position(), small.thenApply(SmallParameter::crc32), pack.add(small));
        }
        CompletableFuture<StoredParameter> stored = parameter.size() <= heldBytes()
                ? tasks.held(first, reader, parameter, digest)
                : tasks.streamed(first, reader, parameter, digest, ahead);
        return new Accepted(reader.position(), stored.thenApply(StoredParameter::crc32), stored);
    }

    /** Tells whether what comes later in a parameter is worth showing while it is read: it is too large to be held. */
    boolean isJudgedAhead(LocatedParameter parameter) throws IOException {
        return parameter.size() > heldBytes() && tasks.hasBases(parameter);
    }

    /** Stores bytes of the program's own making, such as the frame. */
    Accepted accept(byte[] bytes) throws IOException {
        LocatedParameter unnamed =
                new LocatedParameter(new ParameterName(""), DType.U8, Shape.of(bytes.length), bytes.length);
        return accept(new ByteArrayInputStream(bytes), unnamed, List.of(), Ahead.NOTHING);
    }

    /** Returns half of what the pool holds: one such parameter can wait while another is read. */
    private long heldBytes() {
        return (long) workers.blocks().total() / 2 * BlockPool.BLOCK_BYTES;
    }

    /** Closes the last shared object, so that all that was accepted comes to an end. */
    void finishShared() throws IOException {
        pack.finish();
    }

    /**
     * Says how much was read, and what will have become of it.
     *
     * @param size the number of bytes read
     * @param crc32 its CRC-32, which is known first
     * @param stored the result
     */
    record Accepted(long size, Future<Long> crc32, Future<StoredParameter> stored) {}
}
