// SPDX-License-Identifier: Apache-2.0
package org.gittheta.filter.format;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.gittheta.storage.tensor.ParameterName;

/**
 * Gives every tensor and storage of a file a name of its own. The second that wants a name gets {@code #2} after it, the
 * third {@code #3}, past those that are names by themselves.
 */
public final class NameBook {
    private final Set<ParameterName> taken = new HashSet<>();
    private final Map<ParameterName, Integer> wanted = new HashMap<>();

    /** Makes a book without names. */
    public NameBook() {}

    /** Names things that were found together; a name that only one of them wants stays as it is. */
    public List<ParameterName> name(List<String> names) {
        List<ParameterName> wishes = names.stream().map(ParameterName::new).toList();
        Set<ParameterName> reserved = new HashSet<>(wishes);
        List<ParameterName> given = new ArrayList<>(wishes.size());
        for (ParameterName wish : wishes) {
            ParameterName name = wish;
            while (!taken.add(name)) {
                int next = wanted.merge(wish, 2, (old, two) -> old + 1);
                name = new ParameterName(wish.text() + "#" + next);
                if (reserved.contains(name)) {
                    name = wish;
                }
            }
            given.add(name);
        }
        return given;
    }

    /** Names one thing. */
    public ParameterName name(String name) {
        return name(List.of(name)).get(0);
    }
}
