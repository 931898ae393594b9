// SPDX-License-Identifier: Apache-2.0
package org.gittheta.filter.diff;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/**
 * Says how something that a checkpoint says beside its parameters differs.
 *
 * @param key its name
 * @param before its value before; nothing if it was not there
 * @param after its value after; nothing if it is gone
 */
public record FactChange(String key, Optional<String> before, Optional<String> after) {
    /** Returns what differs, ordered by key. */
    public static List<FactChange> between(Map<String, String> before, Map<String, String> after) {
        TreeSet<String> keys = new TreeSet<>(before.keySet());
        keys.addAll(after.keySet());
        List<FactChange> changes = new ArrayList<>();
        for (String key : keys) {
            Optional<String> old = Optional.ofNullable(before.get(key));
            Optional<String> now = Optional.ofNullable(after.get(key));
            if (!old.equals(now)) {
                changes.add(new FactChange(key, old, now));
            }
        }
        return changes;
    }
}
