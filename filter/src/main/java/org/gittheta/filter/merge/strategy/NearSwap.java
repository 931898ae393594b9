// SPDX-License-Identifier: Apache-2.0
package org.gittheta.filter.merge.strategy;

import java.util.List;

/**
 * Moves ours to theirs where they are near each other: with w = min(1, t / |W_1 − W_2|), W = w W_2 + (1 − w) W_1.
 *
 * <p>{@code nearswap} of mergekit (alchemonaut, QuartetAnemoi-70B, 2024), with its least distance of 1e-6.
 */
public final class NearSwap implements ComputingStrategy {
    @Override
    public String name() {
        return "nearswap";
    }

    @Override
    public List<StrategyOption> options() {
        return List.of(
                StrategyOption.number("t", 1e-4, 0, Float.MAX_VALUE, "the distance up to which theirs is taken"));
    }

    @Override
    public boolean usesBase(OptionValues options) {
        return false;
    }

    @Override
    public int mostModels() {
        return 2;
    }

    @Override
    public Kernel kernel(Problem problem, OptionValues options) {
        float t = (float) options.number("t");
        return (chunk, into) -> {
            float[] a = chunk.model(0);
            float[] b = chunk.model(1);
            for (int i = 0; i < chunk.count(); i++) {
                float weight = Math.min(1, t / Math.max(Math.abs(a[i] - b[i]), 1e-6f));
                into[i] = weight * b[i] + (1 - weight) * a[i];
            }
        };
    }
}
