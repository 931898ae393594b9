// SPDX-License-Identifier: Apache-2.0
package org.gittheta.storage.codec;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.gittheta.storage.digest.Sha256Digest;
import org.gittheta.storage.tensor.DType;

/** Made the payloads in {@code golden/planes-1}: a later codec makes a folder of its own and leaves these alone. */
final class GoldenPayloads {
    private GoldenPayloads() {}

    /** Writes into the folder that the argument names. */
    public static void main(String[] arguments) throws IOException {
        Path folder = Files.createDirectories(Path.of(arguments[0]));
        Map<String, byte[]> samples = new TreeMap<>();
        samples.put("BF16", Samples.bf16(2503));
        samples.put("F32", Samples.f32(1001));
        samples.put("F64", Samples.noise(803));
        samples.put("I64", Samples.repeats(4001));
        samples.put("U8", Samples.noise(17));
        samples.put("F16", new byte[(2 << 20) + 3]);
        StringBuilder list = new StringBuilder("payload,size,sha256\n");
        for (Map.Entry<String, byte[]> sample : samples.entrySet()) {
            String name = sample.getKey() + ".payload";
            byte[] raw = sample.getValue();
            Files.write(folder.resolve(name), PayloadFile.encode(new PlanesCodec(), new DType(sample.getKey()), raw));
            list.append(name).append(',').append(raw.length).append(',');
            list.append(Sha256Digest.of(raw)).append('\n');
        }
        Files.write(folder.resolve("payloads.csv"), list.toString().getBytes(StandardCharsets.US_ASCII));
    }
}
