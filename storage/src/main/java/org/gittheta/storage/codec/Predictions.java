// SPDX-License-Identifier: Apache-2.0
package org.gittheta.storage.codec;

import java.util.Arrays;

/** Does what predictors of real numbers have in common. */
final class Predictions {
    private Predictions() {}

    /** Writes predictions; where the base is no finite number, its own bits, converted. */
    static void write(
            PredictedBlocks blocks, byte[] base, double[] was, double[] predicted, byte[] out, int at, int count) {
        ElementLayout layout = blocks.layout();
        byte[] kept = null;
        for (int i = 0; i < count; i++) {
            if (Double.isFinite(was[i])) {
                continue;
            }
            if (kept == null) { // before anything is written: both may be in one array
                kept = converted(blocks, base, at, count);
            }
        }
        for (int i = 0; i < count; i++) {
            if (Double.isFinite(was[i])) {
                Reals.write(layout, predicted[i], out, at + i);
            } else {
                System.arraycopy(kept, i * layout.width(), out, (at + i) * layout.width(), layout.width());
            }
        }
    }

    private static byte[] converted(PredictedBlocks blocks, byte[] base, int at, int count) {
        int from = at * blocks.baseLayout().width();
        byte[] some = Arrays.copyOfRange(
                base, from, from + count * blocks.baseLayout().width());
        if (blocks.layout().equals(blocks.baseLayout())) {
            return some;
        }
        byte[] kept = new byte[count * blocks.layout().width()];
        FloatCast.convert(some, blocks.baseLayout(), kept, blocks.layout(), count);
        return kept;
    }

    /** Subtracts elements of the base from the parameter's; what is not finite counts as no difference. */
    static void difference(PredictedBlocks blocks, byte[] raw, int from, byte[] base, int at, double[] out, int count) {
        double[] was = new double[count];
        Reals.read(blocks.layout(), raw, from, at, out, count);
        Reals.read(blocks.baseLayout(), base, 0, at, was, count);
        for (int i = 0; i < count; i++) {
            double difference = out[i] - was[i];
            out[i] = Double.isFinite(difference) ? difference : 0;
        }
    }
}
