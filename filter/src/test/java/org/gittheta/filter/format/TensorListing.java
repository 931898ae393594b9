// SPDX-License-Identifier: Apache-2.0
package org.gittheta.filter.format;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.gittheta.filter.format.Layout.Extent;
import org.gittheta.filter.format.LocatedParameter.Role;
import org.gittheta.storage.tensor.DType;
import org.gittheta.storage.tensor.Shape;

/** Lists the tensors of a layout as a library would: views beside parameters, and no storages. */
public final class TensorListing {
    private TensorListing() {}

    /**
     * Is a tensor.
     *
     * @param dtype the name of its element type
     * @param shape its extents
     * @param bytes the SHA-256 of its bytes, or its strides
     */
    public record Tensor(String dtype, List<Long> shape, String bytes) {}

    /** Lists the tensors by name. */
    public static SortedMap<String, Tensor> of(Layout layout, byte[] file) {
        SortedMap<String, Tensor> tensors = new TreeMap<>();
        for (Extent extent : layout.parameters()) {
            LocatedParameter run = extent.parameter();
            if (run.role() == Role.PARAMETER) {
                String hash = sha256(file, extent.offset(), run.size());
                tensors.put(run.name().text(), tensor(run.dtype(), run.shape(), hash));
            }
            for (LocatedView view : run.views()) {
                String bytes = view.strides().isEmpty()
                        ? sha256(file, extent.offset() + view.offset(), sizeOf(view))
                        : "strides " + view.strides();
                tensors.put(view.name().text(), tensor(view.dtype(), view.shape(), bytes));
            }
        }
        return tensors;
    }

    /** Returns the number of bytes of a view whose element type is known. */
    static long sizeOf(LocatedView view) {
        return view.shape().elements().orElseThrow() * view.dtype().bits().orElseThrow() / 8;
    }

    private static Tensor tensor(DType dtype, Shape shape, String bytes) {
        return new Tensor(dtype.name(), Arrays.stream(shape.extents()).boxed().toList(), bytes);
    }

    private static String sha256(byte[] file, long offset, long size) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update(file, Math.toIntExact(offset), Math.toIntExact(size));
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }
}
