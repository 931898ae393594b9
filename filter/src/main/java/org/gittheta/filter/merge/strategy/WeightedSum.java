// SPDX-License-Identifier: Apache-2.0
package org.gittheta.filter.merge.strategy;

import java.util.Arrays;
import java.util.List;

/** Adds models times their weights. */
final class WeightedSum implements Kernel {
    static final StrategyOption WEIGHT = StrategyOption.perModel(
            "weight", 1, -Float.MAX_VALUE, Float.MAX_VALUE, "how much each model counts, as ours:theirs");
    static final StrategyOption NORMALIZE = StrategyOption.flag("normalize", true, "divide by the sum of the weights");
    static final List<StrategyOption> OPTIONS = List.of(WEIGHT, NORMALIZE);

    private final float[] weights;
    private final float divisor;

    WeightedSum(double[] weights, boolean normalize) throws StrategyException {
        this.weights = floats(weights);
        float sum = 0;
        for (float weight : this.weights) {
            sum += weight;
        }
        if (normalize && sum == 0) {
            throw new StrategyException("the weights sum to 0, so that nothing can be divided by them");
        }
        divisor = normalize ? sum : 1;
    }

    static float[] floats(double[] values) {
        float[] floats = new float[values.length];
        for (int i = 0; i < values.length; i++) {
            floats[i] = (float) values[i];
        }
        return floats;
    }

    @Override
    public void merge(Chunk chunk, float[] into) {
        int count = chunk.count();
        Arrays.fill(into, 0, count, 0);
        for (int m = 0; m < weights.length; m++) {
            float[] values = chunk.model(m);
            float weight = weights[m];
            for (int i = 0; i < count; i++) {
                into[i] += values[i] * weight;
            }
        }
        for (int i = 0; i < count; i++) {
            into[i] /= divisor;
        }
    }
}
