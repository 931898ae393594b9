// SPDX-License-Identifier: Apache-2.0
package org.gittheta.filter.merge.strategy;

/** Computes a tensor from the values of several models, which have one shape. */
public non-sealed interface ComputingStrategy extends MergeStrategy {
    /** Returns whether the values of the common version are needed with these options. */
    boolean usesBase(OptionValues options);

    /** Returns the smallest number of models that it merges. */
    default int fewestModels() {
        return 2;
    }

    /** Returns the largest number of models that it merges: {@link Integer#MAX_VALUE} for any. */
    default int mostModels() {
        return Integer.MAX_VALUE;
    }

    /** Returns whether chunks must hold whole rows. */
    default boolean isByRow(OptionValues options) {
        return false;
    }

    /** Begins to merge one tensor. */
    Kernel kernel(Problem problem, OptionValues options) throws StrategyException;
}
