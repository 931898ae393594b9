// SPDX-License-Identifier: Apache-2.0
package org.gittheta.cli.diff;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.gittheta.filter.diff.ParameterChange;

/**
 * Is a group of parameters that changed in the same way, such as those of one block in repeated layers.
 *
 * <p>Names are taken apart at dots. The first part that is a number is the layer; parameters whose names agree before it
 * and in the part behind it are one group, those without a number if they agree in the first part.
 *
 * @param pattern what the names have in common: {@code encoder.layer.{0-5}.attention.*}
 * @param kind how they changed
 * @param rows the parameters
 */
public record Fold(String pattern, ParameterChange.Kind kind, List<ParameterRow> rows) {
    private static final int LONGEST_NUMBER = 9;
    private static final int MOST_RANGES = 8;

    /** Copies the list. */
    public Fold {
        rows = List.copyOf(rows);
    }

    /** Groups parameters, in the order of their names. */
    public static List<Fold> of(List<ParameterRow> rows) {
        Map<String, List<ParameterRow>> groups = new LinkedHashMap<>();
        for (ParameterRow row : rows) {
            String[] parts = parts(row);
            int layer = layerAt(parts);
            String start = layer < 0
                    ? parts[0]
                    : String.join(".", Arrays.copyOf(parts, layer)) + " "
                            + (layer + 1 < parts.length ? parts[layer + 1] : "");
            groups.computeIfAbsent(row.change().kind() + " " + start, key -> new ArrayList<>())
                    .add(row);
        }
        return groups.values().stream()
                .map(group -> new Fold(pattern(group), group.get(0).change().kind(), group))
                .toList();
    }

    private static String[] parts(ParameterRow row) {
        return row.name().split("\\.", -1);
    }

    private static int layerAt(String[] parts) {
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

    private static String pattern(List<ParameterRow> group) {
        List<String[]> names = group.stream().map(Fold::parts).toList();
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
            } else if (here.stream().allMatch(Fold::isNumber)) {
                pattern.add(ranges(here));
            } else {
                return pattern.add("*").toString();
            }
        }
        return shortest == longest ? pattern.toString() : pattern.add("*").toString();
    }

    private static String ranges(TreeSet<String> texts) {
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

    /** Returns the smallest and the largest relative change, or nothing if there is none. */
    public double[] relativeRange() {
        double[] sorted = rows.stream()
                .flatMap(row -> row.numbers().stream())
                .mapToDouble(numbers -> numbers.relativeL2())
                .filter(Double::isFinite)
                .sorted()
                .toArray();
        return sorted.length == 0 ? sorted : new double[] {sorted[0], sorted[sorted.length - 1]};
    }

    /** Returns the mean relative change of each layer, in order. */
    public List<Double> byLayer() {
        Map<Integer, List<Double>> layers = new TreeMap<>();
        for (ParameterRow row : rows) {
            String[] parts = parts(row);
            int layer = layerAt(parts);
            double relative = row.numbers().map(numbers -> numbers.relativeL2()).orElse(Double.NaN);
            if (layer >= 0 && Double.isFinite(relative)) {
                layers.computeIfAbsent(Integer.valueOf(parts[layer]), key -> new ArrayList<>())
                        .add(relative);
            }
        }
        return layers.values().stream()
                .map(values ->
                        values.stream().mapToDouble(value -> value).average().orElseThrow())
                .toList();
    }

    /** Returns the layer in a name and the rest of it, for a table of layers and kinds of weight. */
    public static Place place(ParameterRow row) {
        String[] parts = parts(row);
        int layer = layerAt(parts);
        if (layer < 0) {
            return new Place(-1, row.name());
        }
        int number = Integer.parseInt(parts[layer]);
        parts[layer] = "*";
        return new Place(number, String.join(".", parts));
    }

    /**
     * Places a parameter in such a table.
     *
     * @param layer the number of the layer, -1 if the name has none
     * @param weight the name with a star for it
     */
    public record Place(int layer, String weight) {}
}
