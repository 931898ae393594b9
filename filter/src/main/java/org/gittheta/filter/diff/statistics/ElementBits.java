// SPDX-License-Identifier: Apache-2.0
package org.gittheta.filter.diff.statistics;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** Compares elements bit by bit. */
final class ElementBits {
    private static final VarHandle SHORT = view(short[].class);
    private static final VarHandle INT = view(int[].class);
    private static final VarHandle LONG = view(long[].class);

    private ElementBits() {}

    private static VarHandle view(Class<?> array) {
        return MethodHandles.byteArrayViewVarHandle(array, ByteOrder.LITTLE_ENDIAN);
    }

    /** Returns how many of the elements, of a width of 1, 2, 4, 8 or 16 bytes, are not the same. */
    static int different(byte[] a, int atA, byte[] b, int atB, int elements, int width) {
        int different = 0;
        switch (width) {
            case 1 -> {
                for (int i = 0; i < elements; i++) {
                    different += a[atA + i] == b[atB + i] ? 0 : 1;
                }
            }
            case 2 -> {
                for (int i = 0; i < elements; i++) {
                    different += (short) SHORT.get(a, atA + 2 * i) == (short) SHORT.get(b, atB + 2 * i) ? 0 : 1;
                }
            }
            case 4 -> {
                for (int i = 0; i < elements; i++) {
                    different += (int) INT.get(a, atA + 4 * i) == (int) INT.get(b, atB + 4 * i) ? 0 : 1;
                }
            }
            default -> {
                for (int i = 0; i < elements; i++) {
                    boolean same = true;
                    for (int k = i * width; k < (i + 1) * width; k += 8) {
                        same &= (long) LONG.get(a, atA + k) == (long) LONG.get(b, atB + k);
                    }
                    different += same ? 0 : 1;
                }
            }
        }
        return different;
    }
}
