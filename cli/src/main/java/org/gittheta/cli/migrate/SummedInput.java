// SPDX-License-Identifier: Apache-2.0
package org.gittheta.cli.migrate;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import org.gittheta.storage.digest.Sha256Digest;

/** Sums what is read through it. */
final class SummedInput extends FilterInputStream {
    private final Sha256Digest digest;

    SummedInput(InputStream in, Sha256Digest digest) {
        super(in);
        this.digest = digest;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
        int read = in.read(bytes, offset, length);
        if (read > 0) {
            digest.update(bytes, offset, read);
        }
        return read;
    }

    @Override
    public long skip(long count) throws IOException {
        byte[] skipped = new byte[(int) Math.min(count, 1 << 13)];
        return Math.max(0, read(skipped, 0, skipped.length));
    }

    @Override
    public boolean markSupported() {
        return false;
    }
}
