// SPDX-License-Identifier: Apache-2.0
package org.gittheta.filter.merge.compute;

import java.io.IOException;
import java.io.InputStream;
import org.gittheta.filter.merge.strategy.Kernel;
import org.gittheta.filter.pipeline.Workers;

/** Gives the bytes of a merged tensor while they are computed, some chunks ahead. */
final class MergedBytes extends InputStream {
    private final Elements elements;
    private final int width;
    private final ChunkRun<byte[]> chunks;
    private ChunkRun.Done<byte[]> current;
    private int at;
    private int end;

    MergedBytes(Elements elements, Kernel kernel, FloatType type, String name, Workers workers) throws IOException {
        this.elements = elements;
        width = type.width();
        chunks = new ChunkRun<>(elements, workers, loaded -> {
            int count = loaded.decode().count();
            kernel.merge(loaded.chunk(), loaded.merged());
            Elements.requireNumbers(loaded.merged(), count, "what is computed for " + name);
            type.write(loaded.merged(), loaded.written(), count);
            return loaded.written();
        });
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 255;
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        if (at == end) {
            release();
            current = chunks.next();
            if (current == null) {
                return -1;
            }
            at = 0;
            end = current.loaded().chunk().count() * width;
        }
        int part = Math.min(length, end - at);
        System.arraycopy(current.result(), at, into, offset, part);
        at += part;
        return part;
    }

    private void release() {
        if (current != null) {
            elements.recycle(current.loaded());
            current = null;
        }
    }

    @Override
    public void close() throws IOException {
        chunks.close();
    }
}
