// SPDX-License-Identifier: Apache-2.0
package org.gittheta.filter.merge.strategy;

import java.util.ArrayList;
import java.util.List;

/**
 * Adds what the models changed to the base: W = B + λ Σ w_i τ_i.
 *
 * <p>Ilharco et al., Editing models with task arithmetic, 2023 (arXiv:2212.04089); {@code task_arithmetic} of mergekit. The
 * strategies below take a part of each change only, d_i = w_i sparsify(τ_i):
 *
 * <ul>
 *   <li>with {@code rescale} it is scaled so that the sum of its magnitudes stays;
 *   <li>with a consensus of signs only the d_i of the sign of Σ d_i count, 0 counting as positive;
 *   <li>with {@code normalize} the sum is divided by the sum of the weights that count.
 * </ul>
 */
public class TaskArithmetic implements ComputingStrategy {
    private static final double LARGEST = Float.MAX_VALUE;

    private final String name;
    private final boolean consensus;
    private final List<StrategyOption> options = new ArrayList<>();

    /** Makes the strategy. */
    public TaskArithmetic() {
        this("task-arithmetic", false, false, false, List.of());
    }

    /** Makes one of the family. */
    TaskArithmetic(String name, boolean consensus, boolean normalize, boolean rescale, List<StrategyOption> more) {
        this.name = name;
        this.consensus = consensus;
        options.add(StrategyOption.perModel(
                "weight", 1, -LARGEST, LARGEST, "how much each model's change counts, as ours:theirs"));
        options.add(StrategyOption.number("lambda", 1, -LARGEST, LARGEST, "the factor of the merged change"));
        options.add(StrategyOption.flag("normalize", normalize, "divide by the sum of the weights that count"));
        options.add(StrategyOption.flag("rescale", rescale, "keep the sum of the magnitudes of each change"));
        options.addAll(more);
    }

    static StrategyOption density() {
        return StrategyOption.perModel("density", 1, 0, 1, "the share of each change that is kept");
    }

    static StrategyOption seed() {
        return StrategyOption.integer("seed", 0, 0, Integer.MAX_VALUE, "another number draws others");
    }

    @Override
    public final String name() {
        return name;
    }

    @Override
    public final List<StrategyOption> options() {
        return List.copyOf(options);
    }

    @Override
    public final boolean usesBase(OptionValues values) {
        return true;
    }

    @Override
    public final int fewestModels() {
        return 1;
    }

    @Override
    public final Kernel kernel(Problem problem, OptionValues values) throws StrategyException {
        List<Sparsifier> sparsifiers = new ArrayList<>();
        for (int model = 0; model < problem.models(); model++) {
            sparsifiers.add(sparsifier(problem, model, values));
        }
        return new TaskVectors(sparsifiers, values.perModel("weight", problem.models()), consensus, values);
    }

    /** Returns what makes a model's change sparse. */
    Sparsifier sparsifier(Problem problem, int model, OptionValues values) throws StrategyException {
        return Sparsifier.NONE;
    }
}
