// SPDX-License-Identifier: Apache-2.0
package org.gittheta.filter.merge;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.gittheta.filter.merge.strategy.Strategies;
import org.gittheta.filter.merge.strategy.StrategyException;
import org.gittheta.filter.merge.strategy.StrategySpec;
import org.gittheta.storage.tensor.NameGlob;
import org.gittheta.storage.tensor.ParameterName;

/**
 * Holds which strategy settles which parameters; the first rule that fits a name counts.
 *
 * @param rules the rules in their order
 */
public record ParameterRules(List<Rule> rules) {
    /** Has no rule. */
    public static final ParameterRules NONE = new ParameterRules(List.of());

    /** Copies the list. */
    public ParameterRules {
        rules = List.copyOf(rules);
    }

    /**
     * Gives parameters a strategy.
     *
     * @param glob the pattern, in which * stands for any characters and ? for one
     * @param names whether a name fits it
     * @param spec the strategy
     */
    public record Rule(String glob, Predicate<String> names, StrategySpec spec) {}

    /** Gives all parameters one strategy. */
    public static ParameterRules all(StrategySpec spec) {
        return new ParameterRules(List.of(rule("*", spec)));
    }

    /** Gives the parameters that fit a pattern a strategy. */
    public static Rule rule(String glob, StrategySpec spec) {
        return new Rule(glob, NameGlob.of(glob), spec);
    }

    /**
     * Reads rules, one a line: {@code GLOB = STRATEGY}; empty lines and those that begin with # say nothing.
     *
     * @param source what to call the text in a message
     * @throws StrategyException if a line is none, or its strategy is unknown
     */
    public static ParameterRules parse(String text, String source, Strategies strategies) throws IOException {
        List<Rule> rules = new ArrayList<>();
        int number = 0;
        for (String line : text.split("\n", -1)) {
            number++;
            String rule = line.strip();
            if (rule.isEmpty() || rule.startsWith("#")) {
                continue;
            }
            int equals = rule.indexOf('=');
            if (equals < 1) {
                throw new StrategyException(source + ", line " + number + ": \"" + rule + "\" is no GLOB = STRATEGY");
            }
            try {
                rules.add(rule(
                        rule.substring(0, equals).strip(),
                        strategies.parse(rule.substring(equals + 1).strip())));
            } catch (StrategyException e) {
                throw new StrategyException(source + ", line " + number + ": " + e.getMessage());
            }
        }
        return new ParameterRules(rules);
    }

    /** Returns these rules, then others. */
    public ParameterRules then(ParameterRules others) {
        List<Rule> all = new ArrayList<>(rules);
        all.addAll(others.rules());
        return new ParameterRules(all);
    }

    /** Returns the strategy of a parameter. */
    public Optional<StrategySpec> of(ParameterName name) {
        return rules.stream()
                .filter(rule -> rule.names().test(name.text()))
                .map(Rule::spec)
                .findFirst();
    }
}
