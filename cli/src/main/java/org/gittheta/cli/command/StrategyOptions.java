// SPDX-License-Identifier: Apache-2.0
package org.gittheta.cli.command;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.gittheta.filter.merge.ParameterRules;
import org.gittheta.filter.merge.strategy.Strategies;
import picocli.CommandLine.Option;

/** Holds the options of merges that say which strategy settles what. */
final class StrategyOptions {
    @Option(names = "--strategy", paramLabel = "S", description = "A strategy, as NAME or NAME:OPTION=VALUE,...")
    private Optional<String> strategy = Optional.empty();

    @Option(
            names = "--rule",
            paramLabel = "GLOB=S",
            description = "The strategy of the parameters whose name fits; the first rule that fits counts.")
    private List<String> rules = new ArrayList<>();

    Optional<String> strategy() {
        return strategy;
    }

    /** Returns the rules as lines of a rules file. */
    String ruleLines() {
        return String.join("\n", rules);
    }

    /**
     * Returns the rules, and after them the strategy for all that none fits.
     *
     * @throws org.gittheta.filter.merge.strategy.StrategyException if one of them is none
     */
    ParameterRules parse(Strategies strategies) throws IOException {
        ParameterRules chosen = ParameterRules.parse(ruleLines(), "--rule", strategies);
        return strategy.isPresent() ? chosen.then(ParameterRules.all(strategies.parse(strategy.get()))) : chosen;
    }

    /** Returns what a merge commit says of them, by the trailer's key. */
    Map<String, List<String>> trailers() {
        Map<String, List<String>> trailers = new LinkedHashMap<>();
        trailers.put("Theta-strategy", strategy.stream().toList());
        trailers.put("Theta-rule", List.copyOf(rules));
        return trailers;
    }
}
