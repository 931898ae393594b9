// SPDX-License-Identifier: Apache-2.0
package org.gittheta.storage.codec;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import org.gittheta.storage.digest.Sha256Digest;
import org.gittheta.storage.tensor.DType;

/**
 * Made the bases and payloads in {@code golden/delta-2}: a later codec makes a folder of its own and leaves these alone.
 * Those in {@code golden/delta-1} are from before there were narrow segments.
 */
final class GoldenDeltas {
    private GoldenDeltas() {}

    /** Writes into the folder that the argument names. */
    public static void main(String[] arguments) throws IOException {
        Path folder = Files.createDirectories(Path.of(arguments[0]));
        StringBuilder list = new StringBuilder("name,dtype,base,size,sha256\n");
        for (Map.Entry<String, Versions> sample : samples().entrySet()) {
            String name = sample.getKey();
            Versions versions = sample.getValue();
            DeltaCodec.Encoder encoder = new DifferenceCodec().encoder(versions).orElseThrow();
            Files.write(folder.resolve(name + ".base"), versions.base());
            Files.write(folder.resolve(name + ".payload"), PayloadFile.encode(encoder, versions));
            list.append(name).append(',').append(versions.dtype()).append(',');
            list.append(versions.baseType())
                    .append(',')
                    .append(versions.raw().length)
                    .append(',');
            list.append(Sha256Digest.of(versions.raw())).append('\n');
        }
        Files.write(folder.resolve("payloads.csv"), list.toString().getBytes(StandardCharsets.US_ASCII));
    }

    /** Returns one parameter for each form of a block, for casts, and for more blocks than one. */
    private static Map<String, Versions> samples() {
        Map<String, Versions> samples = new TreeMap<>();
        samples.put("same", Versions.of("U8", Samples.noise(17), "U8", Samples.noise(17)));
        byte[] trained = Samples.floats("BF16", 30_000, 0.02);
        samples.put("grouped", Versions.of("BF16", Samples.nudged("BF16", trained, 1e-3), "BF16", trained));
        samples.put("narrow", Versions.of("BF16", Samples.nudged("BF16", trained, 4e-5), "BF16", trained));
        byte[] few = Samples.floats("F32", 4003, 0.02);
        samples.put("changed", Versions.of("F32", someChanged(few), "F32", few));
        samples.put("noise", Versions.of("F64", Samples.noise(803), "F64", Samples.noise(811)));
        byte[] integers = Samples.repeats(2003);
        samples.put("integers", Versions.of("I64", Samples.rotated(integers, 1), "I64", integers));
        byte[] wide = Samples.floats("F32", 4000, 0.02);
        byte[] narrow = converted(wide, "F32", "BF16", 1000);
        samples.put("narrowed", Versions.of("BF16", Samples.nudged("BF16", narrow, 1e-4), "F32", wide));
        byte[] half = Samples.floats("F16", 1500, 0.02);
        byte[] widened = converted(half, "F16", "F32", 1000);
        samples.put("widened", Versions.of("F32", Samples.nudged("F32", widened, 1e-6), "F16", half));
        samples.put("dense", Versions.of("BF16", Samples.bf16(1000), "F32", Samples.noise(4000)));
        samples.put("many-blocks", Versions.of("F16", new byte[(2 << 20) + 3], "F16", Samples.specialFloats("F16")));
        return samples;
    }

    private static byte[] converted(byte[] bytes, String from, String to, int elements) {
        ElementLayout source = ElementLayout.of(new DType(from));
        ElementLayout target = ElementLayout.of(new DType(to));
        byte[] out = new byte[elements * target.width()];
        FloatCast.convert(bytes, source, out, target, Math.min(elements, bytes.length / source.width()));
        return out;
    }

    private static byte[] someChanged(byte[] bytes) {
        byte[] changed = Arrays.copyOf(bytes, bytes.length);
        for (int at = 1; at < changed.length; at += 397) {
            changed[at] ^= 3;
        }
        return changed;
    }
}
