// SPDX-License-Identifier: Apache-2.0
package org.gittheta.storage.codec;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.gittheta.storage.digest.Sha256Digest;

/**
 * Made the bases and payloads in {@code golden/matrices-1}: a later codec makes a folder of its own and leaves these
 * alone.
 */
final class GoldenMatrices {
    private GoldenMatrices() {}

    /** Writes into the folder that the argument names. */
    public static void main(String[] arguments) throws IOException {
        Path folder = Files.createDirectories(Path.of(arguments[0]));
        StringBuilder list = new StringBuilder("name,codec,dtype,base,size,sha256\n");
        for (Map.Entry<String, Versions> sample : samples().entrySet()) {
            String name = sample.getKey();
            Versions versions = sample.getValue();
            DeltaCodec codec = name.startsWith("low-rank") ? new LowRankCodec() : new RescaleCodec();
            Files.write(folder.resolve(name + ".base"), versions.base());
            DeltaCodec.Encoder encoder = codec.encoder(versions).orElseThrow();
            Files.write(folder.resolve(name + ".payload"), PayloadFile.encode(encoder, versions));
            list.append(name).append(',').append(codec.name()).append(',');
            list.append(versions.dtype())
                    .append(',')
                    .append(versions.baseType())
                    .append(',');
            list.append(versions.raw().length).append(',');
            list.append(Sha256Digest.of(versions.raw())).append('\n');
        }
        Files.write(folder.resolve("payloads.csv"), list.toString().getBytes(StandardCharsets.US_ASCII));
    }

    private static Map<String, Versions> samples() {
        Map<String, Versions> samples = new TreeMap<>();
        samples.put("low-rank-f32", Matrices.lowRank("F32", 12_000, 50, 2, 1e-3));
        samples.put("low-rank-bf16", Matrices.lowRank("BF16", 6000, 30, 1, 1));
        samples.put("low-rank-f64", Matrices.lowRank("F64", 12_000, 30, 3, 1e-3));
        samples.put(
                "rescale-columns",
                Matrices.changed("F32", 8000, 40, (row, column) -> was -> was * (float) (1 + 0.01 * column)));
        samples.put("rescale-rows", Matrices.changed("F16", 4000, 20, (row, column) -> was -> was * (1 + row / 256.0)));
        return samples;
    }
}
