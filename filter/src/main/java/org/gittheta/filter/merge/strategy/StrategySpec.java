// SPDX-License-Identifier: Apache-2.0
package org.gittheta.filter.merge.strategy;

/**
 * Pairs a strategy with the values of its options.
 *
 * @param strategy the strategy
 * @param options the values
 * @param text as it was given: {@code ties:density=0.4,lambda=0.9}
 */
public record StrategySpec(MergeStrategy strategy, OptionValues options, String text) {}
