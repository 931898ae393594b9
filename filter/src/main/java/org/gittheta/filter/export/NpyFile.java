// SPDX-License-Identifier: Apache-2.0
package org.gittheta.filter.export;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.util.List;
import org.gittheta.storage.tensor.DType;

/** Writes {@code .npy}: a header and the elements of one tensor. */
final class NpyFile implements TensorFile {
    @Override
    public boolean holds(DType dtype) {
        return NpyArray.holds(dtype);
    }

    @Override
    public boolean holdsName(String name) {
        return true;
    }

    @Override
    public void write(List<SourceTensor> tensors, SeekableByteChannel out) throws IOException {
        if (tensors.size() != 1) {
            throw new ExportException("npy holds one tensor and these are " + tensors.size());
        }
        Output.writeAll(out, ByteBuffer.wrap(NpyArray.header(tensors.get(0))));
        tensors.get(0).content().copyTo(bytes -> Output.writeAll(out, bytes));
    }
}
