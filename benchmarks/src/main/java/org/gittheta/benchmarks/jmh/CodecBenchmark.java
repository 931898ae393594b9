// SPDX-License-Identifier: Apache-2.0
package org.gittheta.benchmarks.jmh;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import org.gittheta.benchmarks.checkpoint.SyntheticCheckpoint;
import org.gittheta.benchmarks.checkpoint.SyntheticParameter;
import org.gittheta.storage.codec.Codec;
import org.gittheta.storage.codec.Codecs;
import org.gittheta.storage.tensor.DType;
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
 * Measures codecs that need no base on values as trained weights have them; one operation is one block of one MiB, so
 * operations a second are MiB of raw bytes a second, on one core.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class CodecBenchmark {
    private static final int BLOCK = 1 << 20;

    /** The codec, by the name that is stored. */
    @Param({"planes", "raw"})
    public String codec;

    /** The type of the values. */
    @Param({"BF16", "F32"})
    public String dtype;

    private final byte[] decoded = new byte[BLOCK];
    private byte[] raw;
    private Codec.Encoder encoder;
    private Codec.Decoder decoder;
    private Codec.Encoded encoded;
    private StoredBlock stored;

    /** Generates a block, and encodes it once for decoding. */
    @Setup
    public void prepare() throws IOException {
        DType type = new DType(dtype);
        Codec tried = Codecs.installed().named(codec);
        raw = block(type);
        encoder = tried.encoder(type, BLOCK);
        if (encoder.blockSize() != BLOCK) {
            throw new IllegalStateException("blocks have " + encoder.blockSize() + " bytes, not " + BLOCK);
        }
        stored = new StoredBlock(encoder.header(), encode());
        decoder = tried.decoder(stored.reader(), BLOCK);
        encoded = decoder.read(BLOCK);
        decoder.decode(encoded, decoded, BLOCK);
        if (!Arrays.equals(raw, decoded)) {
            throw new IllegalStateException("the block does not come back");
        }
    }

    /** Deletes what was stored. */
    @TearDown
    public void delete() throws IOException {
        stored.delete();
    }

    /** Encodes the block. */
    @Benchmark
    public Codec.Encoded encode() {
        return encoder.encode(raw, BLOCK);
    }

    /** Decodes the block, which is in memory. */
    @Benchmark
    public byte[] decode() throws IOException {
        decoder.decode(encoded, decoded, BLOCK);
        return decoded;
    }

    private static byte[] block(DType type) throws IOException {
        SyntheticCheckpoint checkpoint = SyntheticCheckpoint.of(type, 200_000_000, 1);
        SyntheticParameter parameter = checkpoint.parameters().stream()
                .filter(candidate -> candidate.name().equals(SyntheticCheckpoint.CHANGED))
                .findFirst()
                .orElseThrow();
        ByteArrayOutputStream data = new ByteArrayOutputStream();
        checkpoint.writeData(parameter, data);
        return Arrays.copyOf(data.toByteArray(), BLOCK);
    }
}
