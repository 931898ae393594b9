// SPDX-License-Identifier: Apache-2.0
package org.gittheta.cli.diff;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.gittheta.filter.diff.ParameterChange;

/**
 * Is a group of parameters that changed in the same way, such as those of one block in repeated layers (see {@link NameGroups}).
 *
 * @param pattern what the names have in common: {@code encoder.layer.{0-5}.attention.*}
 * @param kind how they changed
 * @param rows the parameters
 */
public record Fold(String pattern, ParameterChange.Kind kind, List<ParameterRow> rows) {
    /** Copies the list. */
    public Fold {
        rows = List.copyOf(rows);
    }

    /** Groups parameters, in the order of their names. */
    public static List<Fold> of(List<ParameterRow> rows) {
        return NameGroups.of(
                        rows, ParameterRow::name, row -> row.change().kind().name())
                .stream()
                .map(group -> new Fold(
                        group.pattern(), group.members().get(0).change().kind(), group.members()))
                .toList();
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
            String[] parts = NameGroups.parts(row.name());
            int layer = NameGroups.layerAt(parts);
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
        String[] parts = NameGroups.parts(row.name());
        int layer = NameGroups.layerAt(parts);
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
