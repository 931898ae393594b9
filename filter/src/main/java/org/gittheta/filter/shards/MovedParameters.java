// SPDX-License-Identifier: Apache-2.0
package org.gittheta.filter.shards;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeSet;
import org.gittheta.storage.digest.Sha256;
import org.gittheta.storage.stub.Stub;
import org.gittheta.storage.stub.TensorEntry;
import org.gittheta.storage.tensor.ParameterName;

/**
 * Finds parameters of a model in several files that one side of a merge moved to another file and the other side changed, or moved
 * elsewhere: git merges file by file, so that no file's merge sees both.
 */
public final class MovedParameters {
    private MovedParameters() {}

    /** Says in which file a parameter lies, and what it is. */
    private record Place(String file, Optional<Sha256> content) {}

    /**
     * Lists them by name. Each map has the stubs of the model's files by the names of the files.
     *
     * @param base the version that both sides come from
     */
    public static List<ParameterName> between(
            SortedMap<String, Stub> base, SortedMap<String, Stub> ours, SortedMap<String, Stub> theirs) {
        Map<ParameterName, Place> before = places(base);
        Map<ParameterName, Place> our = places(ours);
        Map<ParameterName, Place> their = places(theirs);
        List<ParameterName> moved = new ArrayList<>();
        for (ParameterName name : new TreeSet<>(before.keySet())) {
            Place from = before.get(name);
            Place ourPlace = our.get(name);
            Place theirPlace = their.get(name);
            boolean isApart =
                    ourPlace != null && theirPlace != null && !ourPlace.file().equals(theirPlace.file());
            if (isApart && !from.equals(ourPlace) && !from.equals(theirPlace)) {
                moved.add(name);
            }
        }
        return moved;
    }

    private static Map<ParameterName, Place> places(SortedMap<String, Stub> shards) {
        Map<ParameterName, Place> places = new HashMap<>();
        shards.forEach((file, stub) -> {
            for (TensorEntry tensor : stub.tensors()) {
                places.putIfAbsent(tensor.name(), new Place(file, Stub.sha256(tensor)));
            }
        });
        return places;
    }
}
