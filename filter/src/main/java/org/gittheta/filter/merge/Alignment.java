// SPDX-License-Identifier: Apache-2.0
package org.gittheta.filter.merge;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.gittheta.filter.diff.Pairing;
import org.gittheta.filter.diff.ParameterChange;
import org.gittheta.storage.stub.ParameterEntry;
import org.gittheta.storage.stub.Stub;
import org.gittheta.storage.stub.TensorEntry;
import org.gittheta.storage.stub.ViewEntry;
import org.gittheta.storage.tensor.ParameterName;

/** Puts the tensors of three stubs side by side, following those that a side renamed and left otherwise as they were. */
final class Alignment {
    private Alignment() {}

    /** Returns the tensors by key. */
    static List<TensorSides> of(Optional<Stub> base, Stub ours, Stub theirs) {
        Map<ParameterName, TensorEntry> before = new HashMap<>();
        base.ifPresent(stub -> stub.tensors().forEach(tensor -> before.put(tensor.name(), tensor)));
        Map<ParameterName, TensorEntry> our = byKey(base, ours);
        Map<ParameterName, TensorEntry> their = byKey(base, theirs);
        TreeMap<ParameterName, TensorSides> sides = new TreeMap<>();
        List.of(before, our, their).forEach(some -> some.keySet().forEach(key -> sides.put(key, null)));
        List<TensorSides> aligned = new ArrayList<>(sides.size());
        for (ParameterName key : sides.keySet()) {
            aligned.add(new TensorSides(
                    key,
                    Optional.ofNullable(before.get(key)),
                    Optional.ofNullable(our.get(key)),
                    Optional.ofNullable(their.get(key))));
        }
        return aligned;
    }

    /** Returns the tensors of one side by the name that they have in the base, or by their own. */
    static Map<ParameterName, TensorEntry> byKey(Optional<Stub> base, Stub side) {
        Map<ParameterName, ParameterName> renamed =
                base.map(stub -> renames(stub, side)).orElseGet(Map::of);
        Map<ParameterName, TensorEntry> byKey = new HashMap<>();
        for (TensorEntry tensor : side.tensors()) {
            byKey.put(renamed.getOrDefault(tensor.name(), tensor.name()), tensor);
        }
        return byKey;
    }

    /** Maps names of a side to those in the base. What views look into keeps its name: they name it, too. */
    private static Map<ParameterName, ParameterName> renames(Stub base, Stub side) {
        Set<ParameterName> looked = new HashSet<>();
        for (Stub stub : List.of(base, side)) {
            stub.tensors().forEach(tensor -> {
                if (tensor instanceof ViewEntry view) {
                    looked.add(view.target());
                }
            });
        }
        Map<ParameterName, ParameterName> renames = new HashMap<>();
        for (ParameterChange change : Pairing.between(base, side)) {
            if (change.kind() == ParameterChange.Kind.RENAMED
                    && change.before().orElseThrow() instanceof ParameterEntry old
                    && change.after().orElseThrow() instanceof ParameterEntry now
                    && !looked.contains(old.name())
                    && !looked.contains(now.name())) {
                renames.put(now.name(), old.name());
            }
        }
        return renames;
    }
}
