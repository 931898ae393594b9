// SPDX-License-Identifier: Apache-2.0
package org.gittheta.benchmarks.jmh;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.zip.CRC32;
import java.util.zip.CRC32C;
import java.util.zip.Checksum;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** Measures the hashes that every byte of a checkpoint goes through; one operation is one MiB. */
@State(Scope.Thread)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class HashBenchmark {
    private final byte[] block = new byte[1 << 20];
    private MessageDigest sha256;

    /** Fills the block with noise. */
    @Setup
    public void fill() throws NoSuchAlgorithmException {
        new SplittableRandom(1).nextBytes(block);
        sha256 = MessageDigest.getInstance("SHA-256");
    }

    /** Hashes with SHA-256, which names objects and parameters. */
    @Benchmark
    public byte[] sha256() {
        return sha256.digest(block);
    }

    /** Sums with CRC-32, which zip entries carry. */
    @Benchmark
    public long crc32() {
        return sum(new CRC32());
    }

    /** Sums with CRC-32C, which TensorFlow's bundles carry. */
    @Benchmark
    public long crc32c() {
        return sum(new CRC32C());
    }

    private long sum(Checksum checksum) {
        checksum.update(block, 0, block.length);
        return checksum.getValue();
    }
}
