// SPDX-License-Identifier: Apache-2.0
package org.gittheta.storage.stub;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.gittheta.storage.digest.Sha256;
import org.gittheta.storage.object.Slice;
import org.gittheta.storage.tensor.DType;

/**
 * Says where a parameter's bytes are: a codec, the objects that hold what the codec wrote, and for a delta its base.
 *
 * @param codec the codec's name
 * @param slices the runs of objects that make up the payload, in order; empty for a payload of no bytes
 * @param base the parameter that the payload refers to
 */
public record Encoding(String codec, List<Slice> slices, Optional<Base> base) {
    /** Copies the list. */
    public Encoding {
        slices = List.copyOf(slices);
    }

    /** Describes an encoding that refers to no base. */
    public Encoding(String codec, List<Slice> slices) {
        this(codec, slices, Optional.empty());
    }

    /** Returns the payload's length in bytes, without its bases'. */
    public long payloadSize() {
        return slices.stream().mapToLong(Slice::length).sum();
    }

    /** Returns every run of an object that is needed to decode, bases included. */
    public List<Slice> allSlices() {
        if (base.isEmpty()) {
            return slices;
        }
        List<Slice> all = new ArrayList<>(slices);
        for (Optional<Base> at = base; at.isPresent(); at = at.get().encoding().base()) {
            all.addAll(at.get().encoding().slices());
        }
        return all;
    }

    /** Returns how many bases are needed to decode, one behind the other. */
    public int depth() {
        int depth = 0;
        for (Optional<Base> at = base; at.isPresent(); at = at.get().encoding().base()) {
            depth++;
        }
        return depth;
    }

    /**
     * Identifies and places the parameter that a delta refers to.
     *
     * @param dtype its element type
     * @param size its length in bytes
     * @param sha256 the hash of its raw bytes
     * @param encoding where they are
     */
    public record Base(DType dtype, long size, Sha256 sha256, Encoding encoding) {}
}
