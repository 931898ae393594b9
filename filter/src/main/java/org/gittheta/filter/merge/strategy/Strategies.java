// SPDX-License-Identifier: Apache-2.0
package org.gittheta.filter.merge.strategy;

import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.TreeMap;

/** Finds strategies by name. */
public final class Strategies {
    private final Map<String, MergeStrategy> byName = new TreeMap<>();

    private Strategies(Iterable<MergeStrategy> strategies) {
        for (MergeStrategy strategy : strategies) {
            if (byName.put(strategy.name(), strategy) != null) {
                throw new IllegalArgumentException("two strategies are named " + strategy.name());
            }
        }
    }

    /** Finds the strategies on the class path. */
    public static Strategies installed() {
        return new Strategies(ServiceLoader.load(MergeStrategy.class, MergeStrategy.class.getClassLoader()));
    }

    /** Returns all, ordered by name. */
    public Collection<MergeStrategy> all() {
        return Collections.unmodifiableCollection(byName.values());
    }

    /**
     * Reads a strategy with its options: {@code NAME}, or {@code NAME:OPTION=VALUE,OPTION=VALUE}.
     *
     * @throws StrategyException if there is no such strategy or option, or a value is out of its range
     */
    public StrategySpec parse(String text) throws StrategyException {
        String stripped = text.strip();
        int colon = stripped.indexOf(':');
        String name = colon < 0 ? stripped : stripped.substring(0, colon);
        MergeStrategy strategy = byName.get(name);
        if (strategy == null) {
            throw new StrategyException(
                    "there is no strategy \"" + name + "\"; there are " + String.join(", ", byName.keySet()));
        }
        Map<String, String> given = new LinkedHashMap<>();
        if (colon >= 0) {
            for (String part : stripped.substring(colon + 1).split(",", -1)) {
                int equals = part.indexOf('=');
                if (equals < 1) {
                    throw new StrategyException("\"" + part + "\" in \"" + stripped + "\" is no OPTION=VALUE");
                }
                given.put(
                        part.substring(0, equals).strip(),
                        part.substring(equals + 1).strip());
            }
        }
        return new StrategySpec(strategy, OptionValues.parse(strategy, given), stripped);
    }
}
