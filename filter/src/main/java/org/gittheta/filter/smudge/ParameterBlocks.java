// SPDX-License-Identifier: Apache-2.0
package org.gittheta.filter.smudge;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.gittheta.filter.pipeline.Block;
import org.gittheta.filter.pipeline.Workers;
import org.gittheta.storage.codec.Codecs;
import org.gittheta.storage.object.OpenObjects;
import org.gittheta.storage.stub.Encoding;
import org.gittheta.storage.stub.ParameterEntry;

/**
 * Gives a stored parameter's raw bytes block by block: this thread reads objects, the workers decode and hash; for one
 * thread.
 *
 * <p>Parameters that are read next to each other share what is decoded: a version that is also the base of another is
 * decoded once. They have to be read at the same pace, since a block is held until both have had it.
 */
public final class ParameterBlocks {
    private final ParameterEntry parameter;
    private final Workers workers;
    private final ParameterReader reader;
    private final ParameterCheck check;
    private final Optional<Followed> base;
    private final List<Followed> followers = new ArrayList<>();

    /** Blocks that a follower had to have first. */
    private final Deque<Pending> ahead = new ArrayDeque<>();

    /** Begins to read a parameter. */
    public ParameterBlocks(ParameterEntry parameter, Codecs codecs, OpenObjects objects, Workers workers)
            throws IOException {
        this(parameter, List.of(), codecs, objects, workers);
    }

    /**
     * Begins to read a parameter next to others.
     *
     * @param beside those of which one may be its base; nothing of them has been read yet
     */
    public ParameterBlocks(
            ParameterEntry parameter, List<ParameterBlocks> beside, Codecs codecs, OpenObjects objects, Workers workers)
            throws IOException {
        this.parameter = parameter;
        this.workers = workers;
        check = new ParameterCheck(parameter, false, workers);
        Source source = source(parameter, beside, codecs, objects);
        reader = source.reader();
        base = source.base();
    }

    private record Source(ParameterReader reader, Optional<Followed> base) {}

    private static Source source(
            ParameterEntry parameter, List<ParameterBlocks> beside, Codecs codecs, OpenObjects objects)
            throws IOException {
        Optional<Encoding.Base> of = parameter.encoding().base();
        for (ParameterBlocks other : beside) {
            if (of.isPresent() && other.isStoredAs(of.get())) {
                Optional<ParameterReader> over =
                        ParameterReader.over(other.reader, codecs, objects, parameter.size(), parameter.encoding());
                if (over.isPresent()) {
                    return new Source(over.get(), Optional.of(new Followed(other)));
                }
            }
        }
        return new Source(
                new ParameterReader(codecs, objects, parameter.size(), parameter.encoding()), Optional.empty());
    }

    private boolean isStoredAs(Encoding.Base other) {
        return parameter.size() == other.size() && parameter.encoding().equals(other.encoding());
    }

    /**
     * Is a block on its way.
     *
     * @param block the block, which the caller releases once
     * @param ready ends when the block's bytes are there
     */
    public record Pending(Block block, CompletableFuture<Void> ready) {}

    /** Holds the blocks of a base that its delta has still to be decoded with. */
    private static final class Followed {
        private final ParameterBlocks base;
        private final Deque<Pending> blocks = new ArrayDeque<>();

        Followed(ParameterBlocks base) {
            this.base = base;
            base.followers.add(this);
        }

        /** Returns the next block, or null after the last; it stays the first until it is removed. */
        Pending peek() throws IOException {
            if (blocks.isEmpty()) {
                Pending read = base.read();
                if (read != null) {
                    base.ahead.add(read);
                }
            }
            return blocks.peek();
        }

        void end() {
            base.followers.remove(this);
            release(blocks);
        }
    }

    /** Is a block of a base that was decoded by whoever reads that base. */
    private record Decoded(Block block, int length) implements BaseBlocks.Run {
        @Override
        public void decode(byte[] raw) {
            System.arraycopy(block.bytes(), 0, raw, 0, length);
        }
    }

    /** Returns the next block, or null after the last. */
    public Pending next() throws IOException {
        Pending read = ahead.poll();
        return read != null ? read : read();
    }

    private Pending read() throws IOException {
        int length = reader.nextLength();
        if (length == 0) {
            base.ifPresent(Followed::end);
            return null;
        }
        Pending from = base.isPresent() ? base.get().peek() : null;
        ParameterReader.Pending encoded = base.isEmpty()
                ? reader.next()
                : reader.next(
                        from == null
                                ? new Decoded(null, 0)
                                : new Decoded(from.block(), from.block().length()));
        Block block = workers.blocks().take(length);
        CompletableFuture<Void> decoded = from == null
                ? workers.run(() -> decode(encoded, block))
                : workers.runAfter(from.ready(), () -> decode(encoded, block));
        if (from != null) {
            base.get().blocks.remove();
            decoded = decoded.whenComplete((nothing, failure) -> from.block().release());
        }
        block.retain();
        check.add(decoded, block);
        Pending pending = new Pending(block, decoded);
        for (Followed follower : followers) {
            block.retain();
            follower.blocks.add(pending);
        }
        return pending;
    }

    private static Void decode(ParameterReader.Pending encoded, Block block) throws IOException {
        encoded.decode(block.bytes());
        return null;
    }

    /**
     * Waits until every block is hashed; asked once, after the last.
     *
     * @throws org.gittheta.storage.object.CorruptObjectException if the bytes are not the parameter's
     */
    public void verify() throws IOException {
        check.verify();
    }

    /** Gives back what was read for the sake of others, where reading ends early. */
    public void stop() {
        base.ifPresent(Followed::end);
        release(ahead);
    }

    private static void release(Deque<Pending> blocks) {
        while (!blocks.isEmpty()) {
            blocks.remove().block().release();
        }
    }
}
