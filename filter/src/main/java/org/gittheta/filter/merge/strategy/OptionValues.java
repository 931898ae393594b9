// SPDX-License-Identifier: Apache-2.0
package org.gittheta.filter.merge.strategy;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Holds the values of a strategy's options: those given, and the fallbacks of the others. */
public final class OptionValues {
    private final Map<String, double[]> values;

    private OptionValues(Map<String, double[]> values) {
        this.values = values;
    }

    /**
     * Reads options.
     *
     * @param strategy whose they are
     * @param given texts by name
     * @throws StrategyException if a name is unknown or a value is none, or out of its range
     */
    static OptionValues parse(MergeStrategy strategy, Map<String, String> given) throws StrategyException {
        List<StrategyOption> options = strategy.options();
        Map<String, double[]> values = new HashMap<>();
        for (Map.Entry<String, String> entry : given.entrySet()) {
            StrategyOption option = options.stream()
                    .filter(one -> one.name().equals(entry.getKey()))
                    .findFirst()
                    .orElse(null);
            if (option == null) {
                throw new StrategyException("the strategy " + strategy.name() + " has no option \"" + entry.getKey()
                        + "\"" + (options.isEmpty() ? "; it takes none" : "; there are " + names(options)));
            }
            values.put(option.name(), values(strategy, option, entry.getValue()));
        }
        options.forEach(option -> values.putIfAbsent(option.name(), new double[] {option.fallback()}));
        return new OptionValues(values);
    }

    private static String names(List<StrategyOption> options) {
        return options.stream().map(StrategyOption::name).collect(Collectors.joining(", "));
    }

    private static double[] values(MergeStrategy strategy, StrategyOption option, String text)
            throws StrategyException {
        if (option.kind() == StrategyOption.Kind.FLAG && (text.equals("true") || text.equals("false"))) {
            return new double[] {text.equals("true") ? 1 : 0};
        }
        String[] words =
                option.kind() == StrategyOption.Kind.NUMBER_PER_MODEL ? text.split(":", -1) : new String[] {text};
        try {
            double[] numbers =
                    Arrays.stream(words).mapToDouble(Double::parseDouble).toArray();
            for (double number : numbers) {
                boolean fits = number >= option.least() && number <= option.most();
                boolean isWhole = option.kind() != StrategyOption.Kind.INTEGER || number == Math.rint(number);
                if (!fits || !isWhole || option.kind() == StrategyOption.Kind.FLAG) {
                    throw new NumberFormatException("out of range");
                }
            }
            return numbers;
        } catch (NumberFormatException e) {
            throw new StrategyException("the option " + option.name() + " of " + strategy.name() + " is \"" + text
                    + "\"; it takes " + range(option));
        }
    }

    private static String range(StrategyOption option) {
        return switch (option.kind()) {
            case FLAG -> "true or false";
            case INTEGER -> "a whole number from " + plain(option.least()) + " to " + plain(option.most());
            default ->
                option.most() >= Float.MAX_VALUE && option.least() <= -Float.MAX_VALUE
                        ? "a number"
                        : "a number from " + plain(option.least()) + " to " + plain(option.most());
        };
    }

    static String plain(double number) {
        return number == Math.rint(number) && Math.abs(number) < 1e15
                ? Long.toString((long) number)
                : Double.toString(number);
    }

    /** Returns a number. */
    public double number(String name) {
        return values.get(name)[0];
    }

    /** Tells whether a flag is set. */
    public boolean flag(String name) {
        return number(name) != 0;
    }

    /**
     * Returns a number for each model.
     *
     * @throws StrategyException if there are neither one nor as many as models
     */
    public double[] perModel(String name, int models) throws StrategyException {
        double[] given = values.get(name);
        if (given.length != 1 && given.length != models) {
            throw new StrategyException("the option " + name + " has " + given.length + " numbers for " + models
                    + " models; it takes one for all, or one for each");
        }
        double[] all = new double[models];
        for (int i = 0; i < models; i++) {
            all[i] = given[given.length == 1 ? 0 : i];
        }
        return all;
    }
}
