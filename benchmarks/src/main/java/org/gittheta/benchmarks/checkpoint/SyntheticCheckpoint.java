// SPDX-License-Identifier: Apache-2.0
package org.gittheta.benchmarks.checkpoint;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.gittheta.storage.tensor.DType;
import org.gittheta.storage.tensor.Shape;

/**
 * Generates a checkpoint of any size in bounded memory, the same one for the same seed: of 153 parameters, or of many of
 * one size.
 *
 * <p>Values are drawn from N(0, 0.02); BF16 ones are rounded to nearest, ties to even, so signs and mantissas are noise
 * and exponents compress as those of trained weights do. Bytes are little-endian, in C order.
 */
public final class SyntheticCheckpoint {
    /** The parameter that {@link #withOneChanged} nudges: a matrix in the middle of the model. */
    public static final String CHANGED = "model.layers.7.mlp.down_proj.weight";

    private static final double STANDARD_DEVIATION = 0.02;
    /** A nudge of 3e-5 on values of 0.02, about what one pass of fine-tuning does. */
    private static final float NUDGE = 1.5e-3f;

    private static final int BATCH = 1 << 16;

    private final DType dtype;
    private final List<SyntheticParameter> parameters;
    private final GaussianValues values;

    private SyntheticCheckpoint(DType dtype, List<SyntheticParameter> parameters, GaussianValues values) {
        this.dtype = dtype;
        this.parameters = parameters;
        this.values = values;
    }

    /**
     * Returns a checkpoint whose data comes to about the given number of bytes (at least about 50,000 elements).
     *
     * @param dtype {@code BF16} or {@code F32}
     * @throws IllegalArgumentException if the type is another one
     */
    public static SyntheticCheckpoint of(DType dtype, long bytes, long seed) {
        return new SyntheticCheckpoint(
                dtype, LlamaShapes.of(elements(dtype, bytes), seed), new GaussianValues(STANDARD_DEVIATION));
    }

    /**
     * Returns a checkpoint of vectors of one length whose data comes to about the given number of bytes.
     *
     * @param dtype {@code BF16} or {@code F32}
     * @param count how many there are
     * @throws IllegalArgumentException if the type is another one
     */
    public static SyntheticCheckpoint ofEqual(DType dtype, long bytes, int count, long seed) {
        Shape shape = Shape.of(elements(dtype, bytes) / count);
        List<SyntheticParameter> parameters = IntStream.range(0, count)
                .mapToObj(i -> new SyntheticParameter("layers." + i + ".weight", shape, seed * 1_000_003 + i, 0))
                .toList();
        return new SyntheticCheckpoint(dtype, parameters, new GaussianValues(STANDARD_DEVIATION));
    }

    private static long elements(DType dtype, long bytes) {
        if (!dtype.name().equals("BF16") && !dtype.name().equals("F32")) {
            throw new IllegalArgumentException("values are generated as BF16 or F32, not " + dtype);
        }
        return bytes * 8 / dtype.bits().orElseThrow();
    }

    /** Returns the same checkpoint after one parameter, {@link #CHANGED}, was trained a little. */
    public SyntheticCheckpoint withOneChanged() {
        List<SyntheticParameter> next = parameters.stream()
                .map(parameter -> parameter.name().equals(CHANGED) ? parameter.changed(1) : parameter)
                .toList();
        return new SyntheticCheckpoint(dtype, next, values);
    }

    /** Returns the same checkpoint after every parameter was trained a little, so many times. */
    public SyntheticCheckpoint tuned(int times) {
        return new SyntheticCheckpoint(
                dtype,
                parameters.stream().map(parameter -> parameter.changed(times)).toList(),
                values);
    }

    /** Returns the type of every parameter. */
    public DType dtype() {
        return dtype;
    }

    /** Returns the parameters in file order. */
    public List<SyntheticParameter> parameters() {
        return parameters;
    }

    /** Returns the number of data bytes of a parameter. */
    public long bytes(SyntheticParameter parameter) {
        return parameter.elements() * dtype.bits().orElseThrow() / 8;
    }

    /**
     * Writes a parameter's data.
     *
     * @throws IOException if the stream fails
     */
    public void writeData(SyntheticParameter parameter, OutputStream out) throws IOException {
        boolean half = dtype.name().equals("BF16");
        float[] batch = new float[BATCH];
        float[] nudge = new float[BATCH];
        ByteBuffer bytes = ByteBuffer.allocate(BATCH * 4).order(ByteOrder.LITTLE_ENDIAN);
        SplittableRandom source = new SplittableRandom(parameter.seed());
        SplittableRandom nudges = new SplittableRandom(~parameter.seed());
        for (long left = parameter.elements(); left > 0; left -= BATCH) {
            int count = (int) Math.min(left, BATCH);
            values.fill(source, batch, count);
            for (int change = 0; change < parameter.changes(); change++) {
                values.fill(nudges, nudge, count);
                for (int i = 0; i < count; i++) {
                    batch[i] += nudge[i] * NUDGE;
                }
            }
            bytes.clear();
            for (int i = 0; i < count; i++) {
                if (half) {
                    bytes.putShort(bf16(batch[i]));
                } else {
                    bytes.putFloat(batch[i]);
                }
            }
            out.write(bytes.array(), 0, bytes.position());
        }
    }

    /** Rounds to the nearest BF16 value, ties to even: its bits are the upper half of the FP32 ones. */
    private static short bf16(float value) {
        int bits = Float.floatToRawIntBits(value);
        return (short) ((bits + 0x7FFF + ((bits >>> 16) & 1)) >>> 16);
    }
}
