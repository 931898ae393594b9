// SPDX-License-Identifier: Apache-2.0
package org.gittheta.storage.object;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.gittheta.storage.digest.Sha256;
import org.gittheta.storage.digest.Sha256Digest;

/** Writes one object of a {@link FileObjectStore} into a temporary file. */
final class FileObjectWriter implements ObjectWriter {
    private final FileObjectStore store;
    private final Path file;
    private final FileChannel channel;
    private final Sha256Digest digest = new Sha256Digest();
    private long size;
    private boolean committed;

    FileObjectWriter(FileObjectStore store, Path file) throws IOException {
        this.store = store;
        this.file = file;
        channel = FileChannel.open(file, StandardOpenOption.WRITE);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        digest.update(bytes, offset, length);
        ByteBuffer buffer = ByteBuffer.wrap(bytes, offset, length);
        while (buffer.hasRemaining()) {
            channel.write(buffer);
        }
        size += length;
    }

    @Override
    public long size() {
        return size;
    }

    @Override
    public Slice commit() {
        Sha256 oid = digest.finish();
        committed = true;
        store.adopt(file, channel, oid, size);
        return Slice.whole(oid, size);
    }

    @Override
    public void close() throws IOException {
        if (!committed) {
            channel.close();
            Files.deleteIfExists(file);
        }
    }
}
