// SPDX-License-Identifier: Apache-2.0
package org.gittheta.storage.codec;

import org.gittheta.storage.tensor.DType;

/**
 * Says how the bits of an element are used: a sign, an exponent and a mantissa, from the top, or an integer.
 *
 * @param width its bytes: 1, 2, 4 or 8
 * @param mantissa bits of the mantissa; 0 for an integer
 * @param exponent bits of the exponent; 0 for an integer
 */
record ElementLayout(int width, int mantissa, int exponent) {
    static final ElementLayout F64 = new ElementLayout(8, 52, 11);
    static final ElementLayout F32 = new ElementLayout(4, 23, 8);
    static final ElementLayout F16 = new ElementLayout(2, 10, 5);
    static final ElementLayout BF16 = new ElementLayout(2, 7, 8);

    /** Returns the layout of a type; of one that is not known, that of plain bytes. */
    static ElementLayout of(DType dtype) {
        return switch (dtype.name()) {
            case "F64", "C128" -> F64;
            case "F32", "C64" -> F32;
            case "F16" -> F16;
            case "BF16" -> BF16;
            case "F8_E4M3", "F8_E4M3FNUZ" -> new ElementLayout(1, 3, 4);
            case "F8_E5M2", "F8_E5M2FNUZ" -> new ElementLayout(1, 2, 5);
            default -> new ElementLayout(dtype.planeWidth(), 0, 0);
        };
    }

    /** Tells whether the numbers make a layout. */
    boolean isValid() {
        boolean isWidth = width == 1 || width == 2 || width == 4 || width == 8;
        boolean isInteger = mantissa == 0 && exponent == 0;
        boolean isFloat = mantissa > 0 && exponent > 0 && exponent <= 11 && 1 + mantissa + exponent == 8 * width;
        return isWidth && (isInteger || isFloat);
    }

    boolean isFloat() {
        return exponent > 0;
    }

    /** Returns the bits that are inverted in negative floats to make them grow with the value; none for an integer. */
    long magnitude() {
        return isFloat() ? -1L >>> (65 - 8 * width) : 0;
    }

    /** Returns the number of values of the exponent; 1 for an integer. */
    int keys() {
        return 1 << exponent;
    }

    /** Tells whether the layout is one of the four that values are converted between. */
    boolean isConvertible() {
        return equals(F64) || equals(F32) || equals(F16) || equals(BF16);
    }
}
