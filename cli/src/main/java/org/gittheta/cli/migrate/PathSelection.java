// SPDX-License-Identifier: Apache-2.0
package org.gittheta.cli.migrate;

import java.util.List;

/**
 * Says which paths are to be rewritten.
 *
 * @param included patterns of which one has to match; without any, all paths do
 * @param excluded patterns of which none may match
 */
record PathSelection(List<PathPattern> included, List<PathPattern> excluded) {
    /** Takes patterns as a person writes them. */
    static PathSelection of(List<String> included, List<String> excluded) {
        return new PathSelection(
                included.stream().map(PathPattern::new).toList(),
                excluded.stream().map(PathPattern::new).toList());
    }

    /** Tells whether a path, from the top and with one character a byte, is to be rewritten. */
    boolean selects(String path) {
        return (included.isEmpty() || included.stream().anyMatch(pattern -> pattern.matches(path)))
                && excluded.stream().noneMatch(pattern -> pattern.matches(path));
    }

    /** Tells whether patterns were given for what to rewrite. */
    boolean isNamed() {
        return !included.isEmpty();
    }
}
