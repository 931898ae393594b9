// SPDX-License-Identifier: Apache-2.0
package org.gittheta.filter.format.safetensors;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.gittheta.filter.format.MalformedCheckpointException;
import org.gittheta.filter.frame.Frame;
import org.gittheta.storage.stub.ParameterEntry;
import org.gittheta.storage.stub.TensorEntry;
import org.gittheta.storage.tensor.ParameterName;

/**
 * Writes the header of a merged file: metadata key by key, offsets anew.
 *
 * <p>The data of files that the format's library wrote are ordered by element type and name, and so is what is merged of
 * such files; otherwise our order stays, and what they added stands behind what it follows in their file.
 */
final class HeaderMerge {
    /** The order in which the library declares its element types (safetensors, enum Dtype); data come the other way. */
    private static final List<String> DECLARED = List.of(
            "BOOL", "F4", "F6_E2M3", "F6_E3M2", "U8", "I8", "F8_E5M2", "F8_E4M3", "F8_E8M0", "I16", "U16", "F16",
            "BF16", "I32", "U32", "F32", "C64", "F64", "I64", "U64");

    private static final Comparator<TensorInfo> BY_LIBRARY = Comparator.comparingInt(
                    (TensorInfo tensor) -> -DECLARED.indexOf(tensor.dtype().name()))
            .thenComparing(TensorInfo::name);

    private HeaderMerge() {}

    static Optional<Frame> merge(Optional<Frame> base, Frame ours, Frame theirs, List<TensorEntry> tensors)
            throws MalformedCheckpointException {
        HeaderText our = HeaderText.of(ours);
        HeaderText their = HeaderText.of(theirs);
        Map<String, String> before =
                base.isPresent() ? HeaderText.of(base.get()).metadata() : Map.of();
        Optional<Map<String, String>> metadata = metadata(before, our.metadata(), their.metadata());
        Map<ParameterName, TensorEntry> left = new HashMap<>();
        for (TensorEntry tensor : tensors) {
            if (!(tensor instanceof ParameterEntry)) {
                return Optional.empty();
            }
            left.put(tensor.name(), tensor);
        }
        if (metadata.isEmpty()) {
            return Optional.empty();
        }
        List<TensorInfo> placed = new ArrayList<>();
        long offset = 0;
        for (TensorInfo tensor : ordered(our, their, left)) {
            long size = tensor.end() - tensor.begin();
            placed.add(new TensorInfo(tensor.name(), tensor.dtype(), tensor.shape(), offset, offset + size));
            offset += size;
        }
        boolean hasMetadata = our.hasMetadata() || their.hasMetadata();
        HeaderText merged = new HeaderText(metadata.get(), hasMetadata, placed);
        if (merged.equals(our) || merged.equals(their)) {
            // A header that says the same already is kept to the byte.
            return Optional.of(merged.equals(our) ? ours : theirs);
        }
        return Optional.of(merged.frame());
    }

    private static List<TensorInfo> ordered(HeaderText our, HeaderText their, Map<ParameterName, TensorEntry> tensors) {
        List<TensorInfo> sorted = new ArrayList<>();
        for (ParameterName name : names(our, their)) {
            if (tensors.get(name) instanceof ParameterEntry p) {
                sorted.add(new TensorInfo(name, p.dtype(), p.shape(), 0, p.size()));
            }
        }
        if (isByLibrary(our.tensors()) && isByLibrary(their.tensors())) {
            sorted.sort(BY_LIBRARY);
        }
        return sorted;
    }

    private static boolean isByLibrary(List<TensorInfo> tensors) {
        for (int i = 0; i < tensors.size(); i++) {
            if (!DECLARED.contains(tensors.get(i).dtype().name())
                    || (i > 0 && BY_LIBRARY.compare(tensors.get(i - 1), tensors.get(i)) > 0)) {
                return false;
            }
        }
        return true;
    }

    private static Set<ParameterName> names(HeaderText our, HeaderText their) {
        Set<ParameterName> known = new LinkedHashSet<>();
        our.tensors().forEach(tensor -> known.add(tensor.name()));
        Map<ParameterName, List<ParameterName>> behind = new HashMap<>();
        List<ParameterName> first = new ArrayList<>();
        List<ParameterName> run = first;
        for (TensorInfo tensor : their.tensors()) {
            if (known.contains(tensor.name())) {
                run = behind.computeIfAbsent(tensor.name(), name -> new ArrayList<>());
            } else {
                run.add(tensor.name());
            }
        }
        Set<ParameterName> names = new LinkedHashSet<>(first);
        for (ParameterName name : known) {
            names.add(name);
            names.addAll(behind.getOrDefault(name, List.of()));
        }
        return names;
    }

    /** Merges by key; nothing if both sides changed a value differently. */
    private static Optional<Map<String, String>> metadata(
            Map<String, String> base, Map<String, String> ours, Map<String, String> theirs) {
        Set<String> keys = new LinkedHashSet<>(ours.keySet());
        keys.addAll(theirs.keySet());
        Map<String, String> merged = new LinkedHashMap<>();
        for (String key : keys) {
            String before = base.get(key);
            String our = ours.get(key);
            String their = theirs.get(key);
            String taken;
            if (Objects.equals(our, their) || Objects.equals(before, their)) {
                taken = our;
            } else if (Objects.equals(before, our)) {
                taken = their;
            } else {
                return Optional.empty();
            }
            if (taken != null) {
                merged.put(key, taken);
            }
        }
        return Optional.of(merged);
    }
}
