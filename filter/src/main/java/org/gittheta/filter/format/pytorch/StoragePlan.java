// SPDX-License-Identifier: Apache-2.0
package org.gittheta.filter.format.pytorch;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.gittheta.filter.format.LocatedParameter;
import org.gittheta.filter.format.MalformedCheckpointException;
import org.gittheta.filter.format.NameBook;
import org.gittheta.filter.format.pickle.Pickle;
import org.gittheta.filter.format.pickle.PickleValue.Persistent;
import org.gittheta.storage.tensor.ParameterName;

/**
 * Says what is to be done with a storage of a file.
 *
 * @param type its element type
 * @param bytes its size
 * @param runs the runs that it is divided into, from its first byte to its last; none if it stays in the frame
 */
record StoragePlan(ElementType type, long bytes, List<LocatedParameter> runs) {
    StoragePlan {
        runs = List.copyOf(runs);
    }

    /** Returns the parameter that is the whole storage, if there is one: a checksum of the storage is one of it. */
    Optional<ParameterName> checked() {
        return runs.size() == 1 ? Optional.of(runs.get(0).name()) : Optional.empty();
    }

    /**
     * Plans the storages of a pickle, by key, in the order in which they are first named.
     *
     * @param rootName what the names of its tensors begin with, or nothing
     * @param book the names of the file
     * @param withCrc32 whether each storage has a checksum
     */
    static Map<String, StoragePlan> of(Pickle pickle, String rootName, NameBook book, boolean withCrc32)
            throws MalformedCheckpointException {
        Map<String, StorageRef> storages = new LinkedHashMap<>();
        for (Persistent persistent : pickle.persistents()) {
            Optional<StorageRef> ref = StorageRef.parse(persistent);
            if (ref.isPresent()) {
                StorageRef first = storages.putIfAbsent(ref.get().key(), ref.get());
                if (first != null && first.bytes() != ref.get().bytes()) {
                    throw new MalformedCheckpointException("a storage is named with two sizes");
                }
            }
        }
        return of(storages, TensorWalk.tensors(pickle.root(), rootName, book, Map.of()), book, withCrc32);
    }

    /** Plans storages, by key, that some tensors look into. */
    static Map<String, StoragePlan> of(
            Map<String, StorageRef> storages, List<NamedTensor> all, NameBook book, boolean withCrc32)
            throws MalformedCheckpointException {
        Map<String, List<NamedTensor>> tensors = new HashMap<>();
        for (NamedTensor tensor : all) {
            tensors.computeIfAbsent(tensor.data().storage(), key -> new ArrayList<>())
                    .add(tensor);
        }
        Map<String, StoragePlan> plans = new LinkedHashMap<>();
        for (StorageRef storage : storages.values()) {
            List<NamedTensor> own = tensors.getOrDefault(storage.key(), List.of());
            StorageLayout layout = new StorageLayout(storage.type(), storage.bytes(), own, withCrc32);
            List<LocatedParameter> runs = layout.divide(plans.size(), book);
            plans.put(storage.key(), new StoragePlan(storage.type(), storage.bytes(), runs));
        }
        return plans;
    }
}
