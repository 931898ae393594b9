// SPDX-License-Identifier: Apache-2.0
package org.gittheta.filter.format.numpy;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.gittheta.filter.format.LocatedParameter;
import org.gittheta.filter.format.LocatedParameter.Role;
import org.gittheta.filter.format.LocatedView;
import org.gittheta.filter.format.MalformedCheckpointException;
import org.gittheta.storage.tensor.ParameterName;
import org.gittheta.storage.tensor.Shape;

/**
 * Holds the header of an array.
 *
 * @param type its element type
 * @param fortran whether its first index runs fastest
 * @param shape its extents
 */
record NpyHeader(NpyType type, boolean fortran, Shape shape) {
    /** The number of bytes of magic and version. */
    static final int FIXED_BYTES = 8;

    private static final byte[] MAGIC = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y'};
    private static final int LONGEST_TEXT = 1 << 20;

    /** Tells whether a file of these first bytes is an array, of a version that is known. */
    static boolean isMagic(byte[] fixed) {
        return fixed.length == FIXED_BYTES
                && Arrays.equals(fixed, 0, MAGIC.length, MAGIC, 0, MAGIC.length)
                && fixed[6] >= 1
                && fixed[6] <= 3
                && fixed[7] == 0;
    }

    /** Returns how many bytes say how long the text is. */
    static int lengthBytes(byte[] fixed) throws MalformedCheckpointException {
        if (!isMagic(fixed)) {
            throw new MalformedCheckpointException("an array does not begin as one of numpy does");
        }
        return fixed[6] == 1 ? 2 : 4;
    }

    /** Reads how long the text is. */
    static int textBytes(byte[] length) throws MalformedCheckpointException {
        ByteBuffer number = ByteBuffer.wrap(length).order(ByteOrder.LITTLE_ENDIAN);
        long bytes =
                length.length == 2 ? Short.toUnsignedLong(number.getShort()) : Integer.toUnsignedLong(number.getInt());
        if (bytes > LONGEST_TEXT) {
            throw new MalformedCheckpointException("the header of an array is longer than 1 MiB");
        }
        return (int) bytes;
    }

    /** Parses the text. */
    static NpyHeader parse(byte[] text) throws MalformedCheckpointException {
        // Names of fields may be UTF-8, which this does not need to understand.
        Object value = PythonLiteral.parse(new String(text, StandardCharsets.ISO_8859_1));
        if (!(value instanceof Map<?, ?> map)
                || !(map.get("fortran_order") instanceof Boolean fortran)
                || !(map.get("shape") instanceof List<?> extents)
                || map.get("descr") == null) {
            throw new MalformedCheckpointException("the header of an array does not say what it is of");
        }
        List<Long> shape = new ArrayList<>();
        for (Object extent : extents) {
            if (!(extent instanceof Long number) || number < 0 || shape.size() == 64) {
                throw new MalformedCheckpointException("an array has an impossible shape");
            }
            shape.add(number);
        }
        return new NpyHeader(NpyType.parse(map.get("descr")), fortran, Shape.of(shape));
    }

    /**
     * Describes the array, or nothing if its elements are Python objects. One whose first index runs fastest is a view of
     * a storage.
     */
    Optional<LocatedParameter> located(String name) throws MalformedCheckpointException {
        if (type.isObject()) {
            return Optional.empty();
        }
        long elements = shape.elements().orElse(-1);
        if (elements < 0 || (type.bytes() > 0 && elements > Long.MAX_VALUE / type.bytes())) {
            throw new MalformedCheckpointException("an array has more than 2^63 bytes");
        }
        long size = elements * type.bytes();
        long[] extents = shape.extents();
        long several = Arrays.stream(extents).filter(extent -> extent > 1).count();
        if (!fortran || several < 2 || elements == 0) {
            return Optional.of(new LocatedParameter(new ParameterName(name), type.dtype(), shape, size));
        }
        List<LocatedView> views = new ArrayList<>();
        if (type.dtype().bits().isPresent()) {
            List<Long> strides = new ArrayList<>();
            long stride = 1;
            for (long extent : extents) {
                strides.add(stride);
                stride *= extent;
            }
            views.add(new LocatedView(new ParameterName(name), type.dtype(), shape, 0, strides));
        }
        return Optional.of(new LocatedParameter(
                new ParameterName(name + "#storage"),
                type.dtype(),
                Shape.of(elements),
                size,
                Role.STORAGE,
                views,
                false));
    }
}
