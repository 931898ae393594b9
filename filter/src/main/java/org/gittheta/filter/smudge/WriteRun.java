// SPDX-License-Identifier: Apache-2.0
package org.gittheta.filter.smudge;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.gittheta.filter.frame.Frame;
import org.gittheta.filter.pipeline.Block;
import org.gittheta.filter.pipeline.Workers;
import org.gittheta.storage.codec.Codecs;
import org.gittheta.storage.object.OpenObjects;
import org.gittheta.storage.stub.ParameterEntry;
import org.gittheta.storage.tensor.ParameterName;

/**
 * Writes one file: this thread reads objects and writes the file, in order and some blocks ahead; the workers decode and
 * hash.
 */
final class WriteRun {
    /** Blocks that are read ahead of the one being written. */
    private static final int AHEAD = 24;

    /** The same with the blocks of bases, each of which is held encoded until its turn. */
    private static final int AHEAD_WITH_BASES = 96;

    private final Frame frame;
    private final Map<ParameterName, ParameterEntry> parameters;
    private final Codecs codecs;
    private final OpenObjects objects;
    private final Workers workers;
    private final Set<ParameterName> checksummed = new HashSet<>();
    private final Map<ParameterName, ParameterCheck> checks = new HashMap<>();
    private final Deque<Step> ahead = new ArrayDeque<>();
    private int held;

    /** Gives the bytes of one piece of the file when its turn has come. */
    private interface Piece {
        ByteBuffer bytes() throws IOException;
    }

    /** Pairs a piece with the block it lies in, if any. */
    private record Step(Piece piece, Optional<Block> block, int held) {
        void write(WritableByteChannel out) throws IOException {
            try {
                ByteBuffer bytes = piece.bytes();
                while (bytes.hasRemaining()) {
                    out.write(bytes);
                }
            } finally {
                block.ifPresent(Block::release);
            }
        }
    }

    WriteRun(
            Frame frame,
            Map<ParameterName, ParameterEntry> parameters,
            Codecs codecs,
            OpenObjects objects,
            Workers workers) {
        this.frame = frame;
        this.parameters = parameters;
        this.codecs = codecs;
        this.objects = objects;
        this.workers = workers;
        for (Frame.Part part : frame.parts()) {
            if (part instanceof Frame.Crc32Slot crc) {
                checksummed.add(crc.name());
            }
        }
    }

    void write(WritableByteChannel out) throws IOException {
        try {
            steps(out);
            while (!ahead.isEmpty()) {
                ahead.remove().write(out);
            }
        } finally {
            ahead.forEach(step -> step.block().ifPresent(Block::release));
        }
        for (ParameterCheck check : checks.values()) {
            check.verify();
        }
    }

    private void steps(WritableByteChannel out) throws IOException {
        int literal = 0;
        for (Frame.Part part : frame.parts()) {
            if (part instanceof Frame.Literal run) {
                ByteBuffer bytes = ByteBuffer.wrap(frame.literals(), literal, run.length());
                step(out, new Step(() -> bytes, Optional.empty(), 1));
                literal += run.length();
            } else if (part instanceof Frame.Crc32Slot crc) {
                step(out, new Step(checks.get(crc.name())::crc32, Optional.empty(), 1));
            } else if (part instanceof Frame.Slot slot) {
                parameter(out, parameters.get(slot.name()));
            }
        }
    }

    private void parameter(WritableByteChannel out, ParameterEntry parameter) throws IOException {
        ParameterReader reader = new ParameterReader(codecs, objects, parameter.size(), parameter.encoding());
        ParameterCheck check = new ParameterCheck(parameter, checksummed.contains(parameter.name()), workers);
        checks.put(parameter.name(), check);
        while (reader.nextLength() > 0) {
            int length = reader.nextLength();
            ParameterReader.Pending pending = reader.next();
            Block block = workers.blocks().take(length);
            CompletableFuture<Void> decoded = workers.run(() -> {
                pending.decode(block.bytes());
                return null;
            });
            block.retain();
            check.add(decoded, block);
            Piece piece = () -> {
                Workers.await(decoded);
                return ByteBuffer.wrap(block.bytes(), 0, length);
            };
            step(
                    out,
                    new Step(piece, Optional.of(block), 1 + parameter.encoding().depth()));
        }
    }

    private void step(WritableByteChannel out, Step step) throws IOException {
        ahead.add(step);
        held += step.held();
        while (ahead.size() > AHEAD || (held > AHEAD_WITH_BASES && ahead.size() > 1)) {
            Step due = ahead.remove();
            held -= due.held();
            due.write(out);
        }
    }
}
