// SPDX-License-Identifier: Apache-2.0
package org.gittheta.cli.install;

import java.util.ArrayList;
import java.util.List;

/**
 * Holds one value that git's configuration has.
 *
 * @param scope the scope as git names it, such as {@code local}
 * @param origin where it stands, such as {@code file:.git/config}
 * @param key the key, section and name in lower case
 * @param value the value; empty for a key that stands alone
 */
public record ConfigValue(String scope, String origin, String key, String value) {
    /** Reads what {@code git config -z --show-scope --show-origin} printed. */
    static List<ConfigValue> parse(List<String> parts) {
        List<ConfigValue> values = new ArrayList<>();
        for (int i = 0; i + 2 < parts.size(); i += 3) {
            String pair = parts.get(i + 2);
            int end = pair.indexOf('\n');
            values.add(new ConfigValue(
                    parts.get(i),
                    parts.get(i + 1),
                    end < 0 ? pair : pair.substring(0, end),
                    end < 0 ? "" : pair.substring(end + 1)));
        }
        return values;
    }

    @Override
    public String toString() {
        return key + " = " + value + " (" + scope + ", " + origin + ")";
    }
}
