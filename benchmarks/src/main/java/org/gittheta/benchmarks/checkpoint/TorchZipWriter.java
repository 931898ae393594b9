// SPDX-License-Identifier: Apache-2.0
package org.gittheta.benchmarks.checkpoint;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/**
 * Writes the files that {@code torch.save} of PyTorch 2 writes: records under one root, {@code data.pkl} first, then one
 * storage a parameter.
 *
 * <p>The last record, {@code .data/serialization_id}, is 40 digits that follow from the other records' contents, as in
 * PyTorch, though not by its hash function.
 */
public final class TorchZipWriter implements CheckpointWriter {
    private static final String ROOT = "model/";

    @Override
    public String extension() {
        return "pt";
    }

    @Override
    public void write(SyntheticCheckpoint checkpoint, OutputStream out) throws IOException {
        TorchArchive archive = new TorchArchive(out);
        add(archive, "data.pkl", TorchPickle.of(checkpoint.dtype(), checkpoint.parameters()));
        addText(archive, ".format_version", "1");
        addText(archive, ".storage_alignment", "64");
        addText(archive, "byteorder", "little");
        int key = 0;
        for (SyntheticParameter parameter : checkpoint.parameters()) {
            archive.add(
                    ROOT + "data/" + key++, checkpoint.bytes(parameter), body -> checkpoint.writeData(parameter, body));
        }
        addText(archive, "version", "3\n");
        String id = Long.toUnsignedString(archive.combinedCrc());
        addText(archive, ".data/serialization_id", "0".repeat(40 - id.length()) + id);
        archive.finish();
    }

    private static void addText(TorchArchive archive, String name, String text) throws IOException {
        add(archive, name, text.getBytes(StandardCharsets.US_ASCII));
    }

    private static void add(TorchArchive archive, String name, byte[] content) throws IOException {
        archive.add(ROOT + name, content.length, body -> body.write(content));
    }
}
