// SPDX-License-Identifier: Apache-2.0
package org.gittheta.filter.format;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.gittheta.filter.format.Layout.Checksum;
import org.gittheta.filter.format.Layout.Extent;
import org.gittheta.storage.tensor.ParameterName;

/** Checks what must hold for every layout, of good files and bad. */
public final class LayoutRules {
    private LayoutRules() {}

    /** Fails if the layout of a file of the given length breaks a rule. */
    public static void check(Layout layout, long length) {
        Map<ParameterName, Long> ends = new HashMap<>();
        Set<ParameterName> names = new HashSet<>();
        List<long[]> runs = new ArrayList<>();
        for (Extent extent : layout.parameters()) {
            LocatedParameter run = extent.parameter();
            runs.add(new long[] {extent.offset(), run.size()});
            ends.put(run.name(), extent.offset() + run.size());
            assertThat(names.add(run.name())).as("%s is one name", run.name()).isTrue();
            for (LocatedView view : run.views()) {
                assertThat(names.add(view.name()))
                        .as("%s is one name", view.name())
                        .isTrue();
                checkFits(view, run.size());
            }
        }
        for (Checksum checksum : layout.checksums()) {
            runs.add(new long[] {checksum.offset(), 4});
            assertThat(ends).containsKey(checksum.of());
            assertThat(checksum.offset()).isGreaterThanOrEqualTo(ends.get(checksum.of()));
        }
        layout.parameters().stream()
                .filter(extent -> extent.parameter().withCrc32())
                .forEach(extent -> assertThat(layout.checksums())
                        .extracting(Checksum::of)
                        .contains(extent.parameter().name()));
        runs.sort(Comparator.<long[]>comparingLong(run -> run[0]).thenComparingLong(run -> run[1]));
        long end = 0;
        for (long[] run : runs) {
            assertThat(run[0]).as("begins after the run before").isGreaterThanOrEqualTo(end);
            end = run[0] + run[1];
        }
        assertThat(end).as("ends in the file").isLessThanOrEqualTo(length);
    }

    private static void checkFits(LocatedView view, long size) {
        long[] extents = view.shape().extents();
        long last = 0;
        if (view.strides().isEmpty()) {
            last = TensorListing.sizeOf(view);
        } else {
            assertThat(view.strides()).hasSize(extents.length);
            for (int i = 0; i < extents.length; i++) {
                last += (extents[i] - 1) * view.strides().get(i);
            }
            last = (last + 1) * view.dtype().bits().orElseThrow() / 8;
        }
        assertThat(view.offset()).isNotNegative();
        assertThat(view.offset() + last).as("%s fits", view.name()).isLessThanOrEqualTo(size);
    }
}
