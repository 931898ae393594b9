// SPDX-License-Identifier: Apache-2.0
package org.gittheta.cli.diff;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.StringJoiner;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Groups names of parameters, such as those of one block in repeated layers.
 *
 * <p>Names are taken apart at dots. The first part that is a number is the layer; names that agree before it and in the part
 * behind it are one group, those without a number if they agree in the first part.
 */
public final class NameGroups {
    private static final int LONGEST_NUMBER = 9;
    private static final int MOST_RANGES = 8;

    private NameGroups() {}

    /**
     * Is one group.
     *
     * @param <T> what has a name
     * @param pattern what the names have in common: {@code encoder.layer.{0-5}.attention.*}
     * @param members those that have the names
     */
    public record Group<T>(String pattern, List<T> members) {}

    /**
     * Groups things by their names, in the order of the first of each group.
     *
     * @param kind tells apart those that are never one group
     */
    public static <T> List<Group<T>> of(List<T> things, Function<T, String> name, Function<T, String> kind) {
        Map<String, List<T>> groups = new LinkedHashMap<>();
        for (T thing : things) {
            String[] parts = parts(name.apply(thing));
            int layer = layerAt(parts);
            String start = layer < 0
                    ? parts[0]
                    : String.join(".", Arrays.copyOf(parts, layer)) + " "
                            + (layer + 1 < parts.length ? parts[layer + 1] : "");
            groups.computeIfAbsent(kind.apply(thing) + " " + start, key -> new ArrayList<>())
                    .add(thing);
        }
        return groups.values().stream()
                .map(group -> new Group<>(pattern(group.stream().map(name).toList()), group))
                .toList();
    }

    static String[] parts(String name) {
        return name.split("\\.", -1);
    }

    static int layerAt(String[] parts) {
        for (int i = 0; i < parts.length; i++) {
            if (isNumber(parts[i])) {
                return i;
            }
        }
        return -1;
    }

    private static boolean isNumber(String part) {
        return !part.isEmpty()
                && part.length() <= LONGEST_NUMBER
                && part.chars().allMatch(c -> c >= '0' && c <= '9');
    }

    private static String pattern(List<String> group) {
        List<String[]> names = group.stream().map(NameGroups::parts).toList();
        String[] first = names.get(0);
        StringJoiner pattern = new StringJoiner(".");
        int shortest = names.stream().mapToInt(parts -> parts.length).min().orElseThrow();
        int longest = names.stream().mapToInt(parts -> parts.length).max().orElseThrow();
        for (int i = 0; i < shortest; i++) {
            int at = i;
            TreeSet<String> here =
                    names.stream().map(parts -> parts[at]).collect(Collectors.toCollection(TreeSet::new));
            if (here.size() == 1) {
                pattern.add(first[i]);
            } else if (here.stream().allMatch(NameGroups::isNumber)) {
                pattern.add(ranges(here));
            } else {
                return pattern.add("*").toString();
            }
        }
        return shortest == longest ? pattern.toString() : pattern.add("*").toString();
    }

    private static String ranges(Set<String> texts) {
        TreeSet<Integer> numbers = texts.stream().map(Integer::valueOf).collect(Collectors.toCollection(TreeSet::new));
        StringJoiner ranges = new StringJoiner(",", "{", "}");
        int count = 0;
        for (Integer from = numbers.first(); from != null && count <= MOST_RANGES; count++) {
            int to = from;
            while (numbers.contains(to + 1)) {
                to++;
            }
            ranges.add(count == MOST_RANGES ? "…" : from == to ? "" + from : from + "-" + to);
            from = numbers.higher(to);
        }
        return ranges.toString();
    }
}
