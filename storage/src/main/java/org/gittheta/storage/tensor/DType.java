// SPDX-License-Identifier: Apache-2.0
package org.gittheta.storage.tensor;

import java.util.Map;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.regex.Pattern;

/**
 * Names the element type of a tensor, as safetensors names it ({@code F32}, {@code BF16}, {@code F8_E4M3}, …).
 *
 * <p>The name is an open set: a type this version does not know is carried through unchanged, and only its element
 * width is unknown. Names match {@code [A-Z][A-Z0-9_]{0,31}}.
 *
 * @param name the type's name
 */
public record DType(String name) {
    private static final Pattern NAME = Pattern.compile("[A-Z][A-Z0-9_]{0,31}");

    private static final Map<String, Integer> BITS = Map.ofEntries(
            Map.entry("F64", 64),
            Map.entry("F32", 32),
            Map.entry("F16", 16),
            Map.entry("BF16", 16),
            Map.entry("I64", 64),
            Map.entry("I32", 32),
            Map.entry("I16", 16),
            Map.entry("I8", 8),
            Map.entry("U64", 64),
            Map.entry("U32", 32),
            Map.entry("U16", 16),
            Map.entry("U8", 8),
            Map.entry("BOOL", 8),
            Map.entry("C64", 64),
            Map.entry("C128", 128),
            Map.entry("F8_E4M3", 8),
            Map.entry("F8_E5M2", 8),
            Map.entry("F8_E4M3FNUZ", 8),
            Map.entry("F8_E5M2FNUZ", 8),
            Map.entry("F8_E8M0", 8),
            Map.entry("F6_E2M3", 6),
            Map.entry("F6_E3M2", 6),
            Map.entry("F4", 4));

    /** The type of plain bytes. */
    public static final DType U8 = new DType("U8");

    /**
     * Checks the name.
     *
     * @throws IllegalArgumentException if the name has another form
     */
    public DType {
        Objects.requireNonNull(name);
        if (!BITS.containsKey(name) && !NAME.matcher(name).matches()) {
            throw new IllegalArgumentException("not a dtype name: " + name);
        }
    }

    /** Returns the width of one element in bits, or nothing for a type this version does not know. */
    public OptionalInt bits() {
        Integer bits = BITS.get(name);
        return bits == null ? OptionalInt.empty() : OptionalInt.of(bits);
    }

    /**
     * Returns the width in bytes of the unit that byte planes are split by: the element's (half of it for a complex
     * type), or 1 for elements narrower than a byte and for unknown types.
     */
    public int planeWidth() {
        int bits = bits().orElse(8);
        boolean isComplex = name.equals("C64") || name.equals("C128");
        return isComplex ? bits / 16 : Math.max(1, bits / 8);
    }

    @Override
    public String toString() {
        return name;
    }
}
