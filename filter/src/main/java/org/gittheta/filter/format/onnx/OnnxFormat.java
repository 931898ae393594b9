// SPDX-License-Identifier: Apache-2.0
package org.gittheta.filter.format.onnx;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.util.ArrayList;
import java.util.List;
import org.gittheta.filter.format.Layout;
import org.gittheta.filter.format.Layout.Extent;
import org.gittheta.filter.format.LocatedParameter;
import org.gittheta.filter.format.MalformedCheckpointException;
import org.gittheta.filter.format.NameBook;
import org.gittheta.filter.format.SeekableFormat;
import org.gittheta.filter.format.channel.ChannelBytes;
import org.gittheta.storage.tensor.ParameterName;

/**
 * Locates the tensors of ONNX models: initializers, sparse ones too, and large tensors in attributes of nodes, in the main graph,
 * the graphs inside its nodes, functions and training information.
 *
 * <p>The file is one protobuf message, a {@code ModelProto} of {@code onnx.proto}. It has no magic; it is recognised
 * by its first fields, up to the graph. A tensor's data is {@code raw_data}, little-endian, or one of the lists of numbers; packed
 * floats and doubles are what {@code raw_data} would be, packed integers are kept as they are, of a type that ends in {@code
 * _VARINT}. Texts, and the places of data in other files, stay in the frame; such a file is a checkpoint of its own.
 *
 * <p>An initializer has its own name. What is not in the main graph has the way there before it: the node's name (its first
 * output, if it has none), the attribute, and so on, joined by dots. Attributes of less than 1 KiB, of which a model may have
 * thousands, stay in the frame.
 */
public final class OnnxFormat implements SeekableFormat {
    /** Makes the format. */
    public OnnxFormat() {}

    @Override
    public String name() {
        return "onnx";
    }

    @Override
    public String reads() {
        return "ONNX models (.onnx)";
    }

    @Override
    public Access recognise(ByteBuffer prefix) {
        return OnnxStart.isModel(prefix.duplicate()) ? Access.SEEKABLE : Access.NONE;
    }

    @Override
    public Layout locate(SeekableByteChannel file) throws IOException, MalformedCheckpointException {
        List<OnnxTensor> tensors = OnnxWalk.tensors(new ChannelBytes(file));
        List<ParameterName> names =
                new NameBook().name(tensors.stream().map(OnnxTensor::name).toList());
        List<Extent> extents = new ArrayList<>(tensors.size());
        for (int i = 0; i < tensors.size(); i++) {
            OnnxTensor tensor = tensors.get(i);
            extents.add(new Extent(
                    tensor.offset(),
                    new LocatedParameter(names.get(i), tensor.dtype(), tensor.shape(), tensor.size())));
        }
        return new Layout(extents, List.of());
    }
}
