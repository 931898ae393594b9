// SPDX-License-Identifier: Apache-2.0
package org.gittheta.filter.merge.strategy;

/**
 * Describes an option of a strategy.
 *
 * @param name its name
 * @param kind what it takes
 * @param fallback its value unless given; flags count 1 as true
 * @param least the smallest value
 * @param most the largest value
 * @param meaning what it does, in a few words
 */
public record StrategyOption(String name, Kind kind, double fallback, double least, double most, String meaning) {
    /** Says what an option takes. */
    public enum Kind {
        /** One number. */
        NUMBER,
        /** One whole number. */
        INTEGER,
        /** One number for all models, or one for each, with colons between. */
        NUMBER_PER_MODEL,
        /** {@code true} or {@code false}. */
        FLAG
    }

    static StrategyOption number(String name, double fallback, double least, double most, String meaning) {
        return new StrategyOption(name, Kind.NUMBER, fallback, least, most, meaning);
    }

    static StrategyOption perModel(String name, double fallback, double least, double most, String meaning) {
        return new StrategyOption(name, Kind.NUMBER_PER_MODEL, fallback, least, most, meaning);
    }

    static StrategyOption integer(String name, double fallback, double least, double most, String meaning) {
        return new StrategyOption(name, Kind.INTEGER, fallback, least, most, meaning);
    }

    static StrategyOption flag(String name, boolean fallback, String meaning) {
        return new StrategyOption(name, Kind.FLAG, fallback ? 1 : 0, 0, 1, meaning);
    }
}
