// SPDX-License-Identifier: Apache-2.0
package org.gittheta.cli.jj;

import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * Holds the paths that jj keeps in a working copy. Each stands for itself and all below it; none can be taken out again.
 *
 * @param prefixes paths from the top of the workspace; {@code .} is all of it
 */
public record SparsePatterns(List<String> prefixes) {
    private static final String EVERYTHING = ".";

    /** Copies the list. */
    public SparsePatterns {
        prefixes = List.copyOf(prefixes);
    }

    /** Tells whether jj keeps a file in the working copy, and so takes changes of it into its commit. */
    public boolean cover(String path) {
        return prefixes.stream().anyMatch(prefix -> isBelow(path, prefix));
    }

    /**
     * Returns the fewest patterns that cover the same files but for some.
     *
     * @param files all files
     * @param without those that jj is not to look at
     */
    public SparsePatterns without(Collection<String> files, Set<String> without) {
        Set<String> result = new TreeSet<>();
        for (String prefix : prefixes) {
            collect(prefix, files, without, result);
        }
        return new SparsePatterns(List.copyOf(result));
    }

    private static void collect(String prefix, Collection<String> files, Set<String> without, Set<String> result) {
        if (without.stream().noneMatch(path -> isBelow(path, prefix))) {
            result.add(prefix);
            return;
        }
        String folder = prefix.equals(EVERYTHING) ? "" : prefix + "/";
        Set<String> children = new TreeSet<>();
        for (String file : files) {
            if (file.startsWith(folder)) {
                int end = file.indexOf('/', folder.length());
                children.add(end < 0 ? file : file.substring(0, end));
            }
        }
        children.forEach(child -> {
            if (!without.contains(child)) {
                collect(child, files, without, result);
            }
        });
    }

    private static boolean isBelow(String path, String prefix) {
        return prefix.equals(EVERYTHING) || path.equals(prefix) || path.startsWith(prefix + "/");
    }
}
