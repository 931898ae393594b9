// SPDX-License-Identifier: Apache-2.0
package org.gittheta.storage.stub;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.gittheta.storage.digest.Sha256;
import org.gittheta.storage.object.Slice;
import org.gittheta.storage.object.StoredObject;
import org.gittheta.storage.tensor.ParameterName;

/**
 * Holds what git stores in place of a checkpoint: the list of its tensors and where the bytes are.
 *
 * @param frame the frame
 * @param tensors the tensors, ordered by name, each name once
 */
public record Stub(FrameEntry frame, List<TensorEntry> tensors) {
    /**
     * Orders the tensors.
     *
     * @throws IllegalArgumentException if a name is there twice
     */
    public Stub {
        List<TensorEntry> ordered = new ArrayList<>(tensors);
        ordered.sort(Comparator.comparing(TensorEntry::name));
        for (int i = 1; i < ordered.size(); i++) {
            if (ordered.get(i).name().equals(ordered.get(i - 1).name())) {
                throw new IllegalArgumentException(
                        "two lines for " + ordered.get(i).name().escaped());
            }
        }
        tensors = List.copyOf(ordered);
    }

    /** Returns the lines that hold bytes: parameters and storages. */
    public List<ParameterEntry> parameters() {
        List<ParameterEntry> parameters = new ArrayList<>(tensors.size());
        for (TensorEntry tensor : tensors) {
            if (tensor instanceof ParameterEntry parameter) {
                parameters.add(parameter);
            }
        }
        return Collections.unmodifiableList(parameters);
    }

    /** Returns the tensor of that name. */
    public Optional<TensorEntry> tensor(ParameterName name) {
        int low = 0;
        int high = tensors.size() - 1;
        while (low <= high) {
            int middle = (low + high) >>> 1;
            int order = tensors.get(middle).name().compareTo(name);
            if (order == 0) {
                return Optional.of(tensors.get(middle));
            } else if (order < 0) {
                low = middle + 1;
            } else {
                high = middle - 1;
            }
        }
        return Optional.empty();
    }

    /** Returns the hash of a tensor's bytes: its own line's, or nothing for strided views. */
    public static Optional<Sha256> sha256(TensorEntry tensor) {
        return tensor instanceof ViewEntry view ? view.sha256() : Optional.of(((ParameterEntry) tensor).sha256());
    }

    /** Returns every run of an object that is needed to rebuild the file, bases included. */
    public List<Slice> slices() {
        List<Slice> all = new ArrayList<>(frame.encoding().allSlices());
        for (ParameterEntry parameter : parameters()) {
            all.addAll(parameter.encoding().allSlices());
        }
        return all;
    }

    /** Returns every object that is needed to rebuild the file, each once, those of the frame first. */
    public Set<StoredObject> objects() {
        Set<StoredObject> objects = new LinkedHashSet<>();
        for (Slice slice : slices()) {
            objects.add(slice.object());
        }
        return objects;
    }

    /** Says which line of the stub needs an object: a parameter's name, or "the frame"; nothing if none does. */
    public Optional<String> userOf(Sha256 oid) {
        if (frame.encoding().allSlices().stream().anyMatch(slice -> slice.oid().equals(oid))) {
            return Optional.of("the frame");
        }
        return parameters().stream()
                .filter(parameter -> parameter.encoding().allSlices().stream()
                        .anyMatch(slice -> slice.oid().equals(oid)))
                .map(parameter -> parameter.name().escaped())
                .findFirst();
    }
}
