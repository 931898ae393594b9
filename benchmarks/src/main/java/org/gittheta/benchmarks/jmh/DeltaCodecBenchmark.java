// SPDX-License-Identifier: Apache-2.0
package org.gittheta.benchmarks.jmh;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.gittheta.storage.codec.Codec;
import org.gittheta.storage.codec.Codecs;
import org.gittheta.storage.codec.DeltaCodec;
import org.gittheta.storage.tensor.DType;
import org.gittheta.storage.tensor.Shape;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Measures the codec {@code delta} on values of N(0, 0.02) that were nudged by N(0, 3e-5), as a step of fine-tuning does; one
 * operation is one block of one MiB, so operations a second are MiB of raw bytes a second, on one core.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class DeltaCodecBenchmark {
    private static final int BLOCK = 1 << 20;

    /** The type of the values. */
    @Param({"BF16", "F32"})
    public String dtype;

    private final byte[] decoded = new byte[BLOCK];
    private byte[] raw;
    private byte[] base;
    private DeltaCodec.Encoder encoder;
    private DeltaCodec.Decoder decoder;
    private Codec.Encoded encoded;
    private StoredBlock stored;

    /** Generates a block and its base, and encodes it once for decoding. */
    @Setup
    public void prepare() throws IOException {
        generate();
        DType type = new DType(dtype);
        DeltaCodec tried = Codecs.installed().delta("delta");
        encoder = tried.encoder(new Change(type, raw, base)).orElseThrow();
        stored = new StoredBlock(encoder.header(), encode());
        decoder = tried.decoder(stored.reader(), BLOCK, type);
        encoded = decoder.read(BLOCK);
        if (!Arrays.equals(raw, decode())) {
            throw new IllegalStateException("the block does not come back");
        }
    }

    private void generate() {
        Random random = new Random(1);
        ByteBuffer was = ByteBuffer.allocate(BLOCK).order(ByteOrder.LITTLE_ENDIAN);
        ByteBuffer is = ByteBuffer.allocate(BLOCK).order(ByteOrder.LITTLE_ENDIAN);
        while (was.hasRemaining()) {
            float value = (float) (0.02 * random.nextGaussian());
            int bits = Float.floatToIntBits(value);
            float kept = dtype.equals("BF16") ? Float.intBitsToFloat(bits & 0xFFFF0000) : value;
            int nudged = Float.floatToIntBits(kept + (float) (3e-5 * random.nextGaussian()));
            if (dtype.equals("BF16")) {
                was.putShort((short) (bits >>> 16));
                is.putShort((short) ((nudged + 0x8000) >>> 16));
            } else {
                was.putInt(bits);
                is.putInt(nudged);
            }
        }
        base = was.array();
        raw = is.array();
    }

    /** Deletes what was stored. */
    @TearDown
    public void delete() throws IOException {
        stored.delete();
    }

    /** Encodes the block. */
    @Benchmark
    public Codec.Encoded encode() {
        Codec.Encoded block = encoder.encode(0, raw, 0, BLOCK, base, BLOCK);
        encoder.recycle(block);
        return block;
    }

    /** Decodes the block, which is in memory. */
    @Benchmark
    public byte[] decode() throws IOException {
        decoder.decode(encoded, 0, base, BLOCK, decoded, BLOCK);
        return decoded;
    }

    @SuppressWarnings("ArrayRecordComponent") // compared by nobody
    private record Change(DType dtype, byte[] raw, byte[] base) implements DeltaCodec.Change {
        @Override
        public Shape shape() {
            return Shape.of(raw.length / dtype.planeWidth());
        }

        @Override
        public long size() {
            return raw.length;
        }

        @Override
        public DType baseType() {
            return dtype;
        }

        @Override
        public long baseSize() {
            return base.length;
        }

        @Override
        public boolean isWhole() {
            return true;
        }

        @Override
        public void sample(DeltaCodec.Blocks blocks, int most, DeltaCodec.Visitor visitor) {
            visit(blocks, visitor);
        }

        @Override
        public void visit(DeltaCodec.Blocks blocks, DeltaCodec.Visitor visitor) {
            visitor.see(0, raw, 0, BLOCK, base, BLOCK);
        }
    }
}
