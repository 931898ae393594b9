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

    private final double[] weights;
    private final double divisor;

    WeightedSum(double[] weights, boolean normalize) throws StrategyException {
        this.weights = weights.clone();
        double sum = 0;
        for (double weight : this.weights) {
            sum += weight;
        }
        if (normalize && sum == 0) {
            throw new StrategyException("the weights sum to 0, so that nothing can be divided by them");
        }
        divisor = normalize ? sum : 1;
    }

    @Override
    public void merge(Chunk chunk, float[] into) {
        float[][] models = new float[weights.length][];
        Arrays.setAll(models, chunk::model);
        for (int i = 0; i < chunk.count(); i++) {
            double sum = 0;
            for (int m = 0; m < weights.length; m++) {
                sum += models[m][i] * weights[m];
            }
            into[i] = (float) (sum / divisor);
        }
    }
}
