// SPDX-License-Identifier: Apache-2.0
package org.gittheta.benchmarks.jmh;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.gittheta.storage.codec.Codec;
import org.gittheta.storage.object.FileObjectStore;
import org.gittheta.storage.object.OpenObjects;
import org.gittheta.storage.object.PayloadReader;
import org.gittheta.storage.object.PayloadWriter;
import org.gittheta.storage.object.Slice;
import org.gittheta.storage.object.TemporaryFiles;

/** Keeps the payload of one block in a store of its own, since decoders read payloads from stores only. */
final class StoredBlock {
    private final Path folder;
    private final OpenObjects objects;
    private final List<Slice> payload;

    StoredBlock(byte[] header, Codec.Encoded block) throws IOException {
        folder = Files.createTempDirectory("codec-benchmark");
        FileObjectStore store = new FileObjectStore(folder);
        try (PayloadWriter writer = new PayloadWriter(store, Long.MAX_VALUE)) {
            writer.write(header, 0, header.length);
            writer.write(block.bytes(), 0, block.length());
            payload = writer.finish();
        }
        store.sync();
        objects = new OpenObjects(store);
    }

    PayloadReader reader() throws IOException {
        return new PayloadReader(objects, payload);
    }

    void delete() throws IOException {
        objects.close();
        TemporaryFiles.deleteTree(folder);
    }
}
