// SPDX-License-Identifier: Apache-2.0
package org.gittheta.filter.format.onnx;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.gittheta.filter.format.MalformedCheckpointException;
import org.gittheta.filter.format.protobuf.WireMessage;
import org.gittheta.storage.tensor.DType;
import org.gittheta.storage.tensor.Shape;

/**
 * Is a tensor whose data lies in the file.
 *
 * @param name what it is to be called, if no other is
 * @param offset where its data begins in the file
 * @param size the number of bytes of its data
 */
record OnnxTensor(String name, DType dtype, Shape shape, long offset, long size) {
    private static final int DIMS = 1;
    private static final int DATA_TYPE = 2;
    private static final int FLOAT_DATA = 4;
    private static final int INT32_DATA = 5;
    private static final int INT64_DATA = 7;
    private static final int NAME = 8;
    private static final int RAW_DATA = 9;
    private static final int DOUBLE_DATA = 10;
    private static final int UINT64_DATA = 11;

    /**
     * Reads a {@code TensorProto}; one whose data is text, in another file, in several pieces or missing gives nothing.
     *
     * @param nameless what a tensor without a name is called
     * @throws MalformedCheckpointException if its data is not as long as its shape says
     */
    static Optional<OnnxTensor> read(WireMessage tensor, String prefix, String nameless)
            throws IOException, MalformedCheckpointException {
        List<Long> dims = new ArrayList<>();
        long type = 0;
        String name = nameless;
        int data = 0;
        int runs = 0;
        long offset = 0;
        long size = 0;
        while (tensor.next()) {
            switch (tensor.number()) {
                case DIMS -> tensor.addNumbers(dims);
                case DATA_TYPE -> type = tensor.value();
                case NAME -> {
                    if (tensor.isRun() && tensor.length() > 0) {
                        name = tensor.text();
                    }
                }
                case RAW_DATA, FLOAT_DATA, INT32_DATA, INT64_DATA, DOUBLE_DATA, UINT64_DATA -> {
                    data = tensor.isRun() ? tensor.number() : 0;
                    offset = tensor.offset();
                    size = tensor.length();
                    runs++;
                }
                default -> {}
            }
        }
        if (data == 0 || runs != 1) {
            return Optional.empty();
        }
        if (dims.stream().anyMatch(n -> n < 0)) {
            throw new MalformedCheckpointException("a tensor has a negative extent");
        }
        Shape shape = Shape.of(dims);
        OnnxType element = OnnxType.of(type);
        boolean asRaw = data == RAW_DATA || data == FLOAT_DATA || data == DOUBLE_DATA;
        if (asRaw && !element.fits(shape, size)) {
            throw new MalformedCheckpointException("a tensor's data is not as long as its shape says");
        }
        DType dtype = asRaw ? element.dtype() : new DType(element.dtype() + "_VARINT");
        return Optional.of(new OnnxTensor(prefix + name, dtype, shape, offset, size));
    }
}
