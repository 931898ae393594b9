// SPDX-License-Identifier: Apache-2.0
package org.gittheta.filter.export;

import java.io.IOException;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.gittheta.storage.tensor.DType;

/**
 * Writes what {@code torch.load} reads as a dict of tensors: a zip file with the pickle {@code archive/data.pkl} and the storages
 * {@code archive/data/0} and so on, aligned to 64 bytes.
 */
final class TorchFile implements TensorFile {
    private static final int ALIGNMENT = 64;

    private static final Map<String, String> STORAGES = Map.ofEntries(
            Map.entry("F64", "DoubleStorage"),
            Map.entry("F32", "FloatStorage"),
            Map.entry("F16", "HalfStorage"),
            Map.entry("BF16", "BFloat16Storage"),
            Map.entry("I64", "LongStorage"),
            Map.entry("I32", "IntStorage"),
            Map.entry("I16", "ShortStorage"),
            Map.entry("I8", "CharStorage"),
            Map.entry("U8", "ByteStorage"),
            Map.entry("BOOL", "BoolStorage"),
            Map.entry("C64", "ComplexFloatStorage"),
            Map.entry("C128", "ComplexDoubleStorage"));

    /** Types that have no storage class: their storages have no type, and their tensors name it. */
    private static final Map<String, String> DTYPES = Map.of(
            "U16", "uint16",
            "U32", "uint32",
            "U64", "uint64",
            "F8_E4M3", "float8_e4m3fn",
            "F8_E5M2", "float8_e5m2",
            "F8_E4M3FNUZ", "float8_e4m3fnuz",
            "F8_E5M2FNUZ", "float8_e5m2fnuz",
            "F8_E8M0", "float8_e8m0fnu");

    @Override
    public boolean holds(DType dtype) {
        return STORAGES.containsKey(dtype.name()) || DTYPES.containsKey(dtype.name());
    }

    @Override
    public boolean holdsName(String name) {
        return true;
    }

    @Override
    public void write(List<SourceTensor> tensors, SeekableByteChannel out) throws IOException {
        StoredZip zip = new StoredZip(out, ALIGNMENT);
        zip.add("archive/data.pkl", pickle(tensors), 0, sink -> {});
        zip.add("archive/byteorder", ascii("little"), 0, sink -> {});
        for (int i = 0; i < tensors.size(); i++) {
            zip.add(
                    "archive/data/" + i,
                    new byte[0],
                    tensors.get(i).size(),
                    tensors.get(i).content());
        }
        zip.add("archive/version", ascii("3\n"), 0, sink -> {});
        zip.finish();
    }

    private static byte[] pickle(List<SourceTensor> tensors) {
        PickleWriter pickle = new PickleWriter();
        pickle.begin().emptyDict().mark();
        for (int i = 0; i < tensors.size(); i++) {
            SourceTensor tensor = tensors.get(i);
            String dtype = tensor.dtype().name();
            boolean typed = STORAGES.containsKey(dtype);
            long elements = tensor.shape().elements().orElseThrow();
            pickle.text(tensor.name());
            pickle.global("torch._utils", typed ? "_rebuild_tensor_v2" : "_rebuild_tensor_v3");
            pickle.mark().mark().text("storage");
            if (typed) {
                pickle.global("torch", STORAGES.get(dtype));
            } else {
                pickle.global("torch.storage", "UntypedStorage");
            }
            pickle.text(Integer.toString(i)).text("cpu").number(typed ? elements : tensor.size());
            pickle.tuple().persistent().number(0);
            pickle.numbers(tensor.shape().extents()).numbers(tensor.strides()).no();
            pickle.global("collections", "OrderedDict").emptyTuple().call();
            if (!typed) {
                pickle.global("torch", DTYPES.get(dtype));
            }
            pickle.tuple().call();
        }
        return pickle.setItems().end();
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
