// SPDX-License-Identifier: Apache-2.0
package org.gittheta.cli.diff;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.gittheta.filter.diff.FactChange;
import org.gittheta.filter.diff.ParameterChange;
import org.gittheta.filter.diff.statistics.DeltaHistogram;
import org.gittheta.filter.diff.statistics.Moments;
import org.gittheta.filter.diff.statistics.PairStatistics;
import org.gittheta.storage.digest.Sha256Digest;
import org.gittheta.storage.stub.Encoding;
import org.gittheta.storage.stub.ParameterEntry;
import org.gittheta.storage.tensor.DType;
import org.gittheta.storage.tensor.ParameterName;
import org.gittheta.storage.tensor.Shape;

/** Makes changed parameters. */
final class Rows {
    private Rows() {}

    /** Returns a modified parameter whose change has this norm, relative to its own of 1. */
    static ParameterRow row(String name, double relative) {
        ParameterEntry entry = new ParameterEntry(
                new ParameterName(name),
                new DType("F32"),
                Shape.of(2, 2),
                16,
                Sha256Digest.of(new byte[0]),
                new Encoding("raw", List.of()),
                false);
        Moments moments = new Moments(4, 0, 0, 0, 1);
        DeltaHistogram histogram = new DeltaHistogram();
        histogram.see(0, new double[] {1, 1, 1, 1}, new double[] {1, 2, 0, 1.75}, 4);
        return new ParameterRow(
                new ParameterChange(ParameterChange.Kind.MODIFIED, Optional.of(entry), Optional.of(entry)),
                Optional.of(new PairStatistics(
                        4, 3, relative, 1, 1, relative, 1, moments, moments, 0, 0, 2, 2, false, OptionalInt.of(8))),
                Optional.of(histogram));
    }

    static FileDiff file(String path, FactChange fact, ParameterRow... rows) {
        return new FileDiff(
                new ChangedFile('M', path, path, "-", "-"),
                "safetensors",
                "safetensors",
                true,
                List.of(fact),
                rows.length,
                List.of(rows));
    }
}
