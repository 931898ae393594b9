// SPDX-License-Identifier: Apache-2.0
package org.gittheta.filter.format.numpy;

import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.gittheta.filter.format.MalformedCheckpointException;
import org.gittheta.storage.tensor.DType;

/**
 * Is the element type of an array, from a {@code dtype.descr}: a text such as {@code <f4}, or a list of fields.
 *
 * <p>Big-endian types have {@code _BE} after their name. Types without a name in safetensors get one here: {@code S6} and
 * {@code V6} for so many bytes, {@code TEXT6} for so many characters, {@code STRUCT}. {@code <V2}, which numpy itself never
 * writes, is what ml_dtypes makes of BF16.
 *
 * @param dtype how it is called in a stub
 * @param bytes the size of one element
 * @param isObject whether the elements are Python objects, which are pickled
 */
record NpyType(DType dtype, long bytes, boolean isObject) {
    private static final Pattern DESCR = Pattern.compile("([<>=|]?)([a-zA-Z])([0-9]{0,9})(\\[[^\\]]*\\])?");
    private static final int MOST_DEPTH = 16;
    private static final long MOST_BYTES = 1L << 40;

    private static final Map<String, String> NAMES = Map.ofEntries(
            Map.entry("f2", "F16"),
            Map.entry("f4", "F32"),
            Map.entry("f8", "F64"),
            Map.entry("i1", "I8"),
            Map.entry("i2", "I16"),
            Map.entry("i4", "I32"),
            Map.entry("i8", "I64"),
            Map.entry("u1", "U8"),
            Map.entry("u2", "U16"),
            Map.entry("u4", "U32"),
            Map.entry("u8", "U64"),
            Map.entry("b1", "BOOL"),
            Map.entry("c8", "C64"),
            Map.entry("c16", "C128"),
            Map.entry("f12", "LONGDOUBLE12"),
            Map.entry("f16", "LONGDOUBLE16"),
            Map.entry("c24", "CLONGDOUBLE24"),
            Map.entry("c32", "CLONGDOUBLE32"),
            Map.entry("M8", "DATE"),
            Map.entry("m8", "DURATION"));

    static NpyType parse(Object descr) throws MalformedCheckpointException {
        if (descr instanceof String text) {
            return simple(text);
        }
        Sum sum = new Sum();
        sum.add(descr, 1, 0);
        return new NpyType(new DType("STRUCT"), sum.bytes, sum.hasObjects);
    }

    private static NpyType simple(String text) throws MalformedCheckpointException {
        Matcher matcher = DESCR.matcher(text);
        if (!matcher.matches()) {
            throw new MalformedCheckpointException("an array has elements of an unknown type");
        }
        String letter = matcher.group(2);
        long number = matcher.group(3).isEmpty() ? 0 : Long.parseLong(matcher.group(3));
        if (letter.equals("O")) {
            return new NpyType(new DType("OBJECT"), 8, true);
        }
        // Text is counted in characters of four bytes.
        long bytes = letter.equals("U") ? number * 4 : number;
        String name = switch (letter) {
            case "S", "V" -> letter + number;
            case "U" -> "TEXT" + number;
            default -> NAMES.get(letter + number);
        };
        if (name == null) {
            throw new MalformedCheckpointException("an array has elements of an unknown type");
        }
        if (text.equals("<V2")) {
            name = "BF16";
        }
        boolean big = matcher.group(1).equals(">") && bytes > 1;
        return new NpyType(new DType(big ? name + "_BE" : name), bytes, false);
    }

    /** Sums the sizes of the fields of a structure; padding is a field without a name. */
    private static final class Sum {
        private long bytes;
        private boolean hasObjects;

        void add(Object descr, long times, int depth) throws MalformedCheckpointException {
            if (depth > MOST_DEPTH) {
                throw unknown();
            }
            if (descr instanceof String text) {
                NpyType type = simple(text);
                hasObjects |= type.isObject();
                if (type.bytes() > 0 && times > (MOST_BYTES - bytes) / type.bytes()) {
                    throw unknown();
                }
                bytes += type.bytes() * times;
            } else if (descr instanceof List<?> fields) {
                for (Object field : fields) {
                    if (!(field instanceof List<?> parts) || parts.size() < 2 || parts.size() > 3) {
                        throw unknown();
                    }
                    add(parts.get(1), parts.size() == 2 ? times : times(parts.get(2), times), depth + 1);
                }
            } else {
                throw unknown();
            }
        }

        private static long times(Object shape, long before) throws MalformedCheckpointException {
            long times = before;
            for (Object extent : shape instanceof List<?> extents ? extents : List.of(shape)) {
                if (!(extent instanceof Long number) || number < 0 || (number > 0 && times > MOST_BYTES / number)) {
                    throw unknown();
                }
                times *= number;
            }
            return times;
        }

        private static MalformedCheckpointException unknown() {
            return new MalformedCheckpointException("an array has elements of an unknown type");
        }
    }
}
