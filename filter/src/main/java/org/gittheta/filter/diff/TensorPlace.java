// SPDX-License-Identifier: Apache-2.0
package org.gittheta.filter.diff;

import java.util.List;
import java.util.Optional;
import org.gittheta.storage.object.Slice;
import org.gittheta.storage.stub.ParameterEntry;
import org.gittheta.storage.stub.Stub;
import org.gittheta.storage.stub.TensorEntry;
import org.gittheta.storage.stub.ViewEntry;

/**
 * Places a tensor whose bytes lie together: its own line's, or a run of the line that it looks into.
 *
 * @param carrier the line that has the bytes
 * @param offset where the first element lies in it, in bytes
 * @param length the bytes of all elements
 */
public record TensorPlace(ParameterEntry carrier, long offset, long length) {
    /** Returns the place of a tensor of a stub; nothing for a strided view, or one that does not fit. */
    public static Optional<TensorPlace> of(Stub stub, TensorEntry tensor) {
        if (tensor instanceof ParameterEntry parameter) {
            return Optional.of(new TensorPlace(parameter, 0, parameter.size()));
        }
        ViewEntry view = (ViewEntry) tensor;
        int bits = view.dtype().bits().orElse(0);
        long elements = view.shape().elements().orElse(Long.MAX_VALUE);
        if (view.sha256().isEmpty() || bits == 0 || elements > Long.MAX_VALUE / bits) {
            return Optional.empty();
        }
        long length = (elements * bits + 7) / 8;
        return stub.tensor(view.target())
                .filter(ParameterEntry.class::isInstance)
                .map(ParameterEntry.class::cast)
                .filter(target -> length <= target.size() && view.offset() <= target.size() - length)
                .map(target -> new TensorPlace(target, view.offset(), length));
    }

    /** Returns every run of an object that it takes to read it. */
    public List<Slice> slices() {
        return carrier.encoding().allSlices();
    }
}
