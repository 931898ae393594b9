// SPDX-License-Identifier: Apache-2.0
package org.gittheta.filter.export;

import java.io.IOException;
import java.nio.channels.SeekableByteChannel;
import java.util.List;
import org.gittheta.storage.tensor.DType;

/** Writes {@code .npz}: a zip file with an entry {@code NAME.npy} for each tensor. */
final class NpzFile implements TensorFile {
    @Override
    public boolean holds(DType dtype) {
        return NpyArray.holds(dtype);
    }

    @Override
    public boolean holdsName(String name) {
        return name.length() < 16_000;
    }

    @Override
    public void write(List<SourceTensor> tensors, SeekableByteChannel out) throws IOException {
        StoredZip zip = new StoredZip(out, 1);
        for (SourceTensor tensor : tensors) {
            zip.add(tensor.name() + ".npy", NpyArray.header(tensor), tensor.size(), tensor.content());
        }
        zip.finish();
    }
}
