// SPDX-License-Identifier: Apache-2.0
package org.gittheta.cli.install;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Holds what is to change in one configuration file: worked out in full before anything is written, and taken back when
 * writing fails half-way.
 *
 * @param before the values that the file has
 * @param set the keys to give one value each
 * @param removed the keys to remove
 * @param foreign the values that others wrote
 */
record ConfigPlan(List<ConfigValue> before, Map<String, String> set, Set<String> removed, List<ConfigValue> foreign) {

    /** Works out how to give every wanted key exactly its value. */
    static ConfigPlan install(List<ConfigValue> before, Map<String, String> wanted) {
        Map<String, String> set = new LinkedHashMap<>(wanted);
        set.entrySet().removeIf(entry -> values(before, entry.getKey()).equals(List.of(entry.getValue())));
        List<ConfigValue> foreign = before.stream()
                .filter(value -> wanted.containsKey(value.key()) && !ThetaSettings.isOurs(value))
                .toList();
        return new ConfigPlan(before, set, Set.of(), foreign);
    }

    /**
     * Works out how to remove our values and only them. That the filter is required stays while another's filter is
     * there.
     */
    static ConfigPlan uninstall(List<ConfigValue> before) {
        List<ConfigValue> foreign =
                before.stream().filter(value -> !ThetaSettings.isOurs(value)).toList();
        boolean othersFilter = foreign.stream().anyMatch(value -> value.key().startsWith("filter."));
        Set<String> removed = new TreeSet<>();
        for (ConfigValue value : before) {
            if (ThetaSettings.isOurs(value) && !(othersFilter && value.key().equals(ThetaSettings.REQUIRED))) {
                removed.add(value.key());
            }
        }
        return new ConfigPlan(before, Map.of(), removed, foreign);
    }

    /** Returns whether there is nothing to do. */
    boolean isEmpty() {
        return set.isEmpty() && removed.isEmpty();
    }

    /** Writes the changes; on a failure restores what was there. */
    void apply(GitConfiguration configuration, ConfigScope scope) throws IOException {
        List<String> touched = new ArrayList<>();
        try {
            for (Map.Entry<String, String> entry : set.entrySet()) {
                touched.add(entry.getKey());
                configuration.set(scope, entry.getKey(), entry.getValue());
            }
            for (String key : removed) {
                touched.add(key);
                remove(configuration, scope, key);
            }
        } catch (IOException | RuntimeException e) {
            restore(configuration, scope, touched, e);
            throw e;
        }
    }

    private void remove(GitConfiguration configuration, ConfigScope scope, String key) throws IOException {
        configuration.unset(scope, key);
        for (ConfigValue value : foreign) {
            if (value.key().equals(key)) {
                configuration.add(scope, key, value.value());
            }
        }
    }

    private void restore(GitConfiguration configuration, ConfigScope scope, List<String> touched, Exception reason) {
        // The last one is what failed: it is as it was.
        for (String key : touched.subList(0, touched.size() - 1)) {
            try {
                configuration.unset(scope, key);
                for (String value : values(before, key)) {
                    configuration.add(scope, key, value);
                }
            } catch (IOException | RuntimeException e) {
                reason.addSuppressed(e);
            }
        }
    }

    private static List<String> values(List<ConfigValue> all, String key) {
        return all.stream()
                .filter(value -> value.key().equals(key))
                .map(ConfigValue::value)
                .toList();
    }
}
