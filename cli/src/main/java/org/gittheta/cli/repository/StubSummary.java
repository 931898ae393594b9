// SPDX-License-Identifier: Apache-2.0
package org.gittheta.cli.repository;

import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.Set;
import org.gittheta.storage.object.Slice;
import org.gittheta.storage.stub.ParameterEntry;
import org.gittheta.storage.stub.Stub;
import org.gittheta.storage.stub.TensorEntry;

/**
 * Counts what a stub names.
 *
 * @param format the checkpoint format
 * @param parameters the number of tensors, views included, storages not
 * @param rawBytes the length of all parameters and of the frame
 * @param storedBytes the length of all that is needed to rebuild them, bases included, each run of bytes once
 */
public record StubSummary(String format, int parameters, long rawBytes, long storedBytes) {
    /** Counts. */
    public static StubSummary of(Stub stub) {
        return new StubSummary(
                stub.frame().format(),
                (int) stub.tensors().stream().filter(StubSummary::isParameter).count(),
                stub.frame().size()
                        + stub.parameters().stream()
                                .mapToLong(ParameterEntry::size)
                                .sum(),
                storedBytes(stub.slices()));
    }

    /** Tells whether a line of a stub is a tensor that people named. */
    public static boolean isParameter(TensorEntry tensor) {
        return !(tensor instanceof ParameterEntry parameter && parameter.isStorage());
    }

    private static long storedBytes(Collection<Slice> slices) {
        Set<Slice> distinct = new LinkedHashSet<>(slices);
        return distinct.stream().mapToLong(Slice::length).sum();
    }
}
