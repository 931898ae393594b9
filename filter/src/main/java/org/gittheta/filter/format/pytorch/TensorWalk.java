// SPDX-License-Identifier: Apache-2.0
package org.gittheta.filter.format.pytorch;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.gittheta.filter.format.MalformedCheckpointException;
import org.gittheta.filter.format.NameBook;
import org.gittheta.filter.format.pickle.PickleValue;
import org.gittheta.filter.format.pickle.PickleValue.Instance;
import org.gittheta.filter.format.pickle.PickleValue.Persistent;
import org.gittheta.filter.format.pickle.PickleValue.Tuple;
import org.gittheta.storage.tensor.ParameterName;

/**
 * Finds the tensors in what a pickle describes, and names each by the keys and indexes that lead to it, joined by dots.
 *
 * <p>It walks depth first in the order of the pickle. A container is entered the first time it is met; a tensor that is
 * met again is listed again, which is how tied weights show. A tensor that is the root is called {@code tensor}.
 */
final class TensorWalk {
    private static final int MOST_DEPTH = 4096;
    private static final int MOST_TENSORS = 1 << 19;
    private static final int MOST_NAME_CHARS = 1 << 24;
    private static final int MOST_EXTENTS = 1 << 21;

    private final Set<PickleValue> entered = Collections.newSetFromMap(new IdentityHashMap<>());
    private final Map<String, TensorData> outside;
    private final IdentityHashMap<Instance, TensorData> parsed = new IdentityHashMap<>();
    private final Deque<Iterator<ValueEdges.Edge>> way = new ArrayDeque<>();
    private final List<String> names = new ArrayList<>();
    private final List<TensorData> tensors = new ArrayList<>();
    private long nameChars;
    private long extents;

    private TensorWalk(Map<String, TensorData> outside) {
        this.outside = outside;
    }

    /**
     * Finds the tensors below a root of the given name, which may be empty.
     *
     * @param outside tensors that the pickle only names, by persistent id
     */
    static List<NamedTensor> tensors(PickleValue root, String rootName, NameBook book, Map<String, TensorData> outside)
            throws MalformedCheckpointException {
        TensorWalk walk = new TensorWalk(outside);
        walk.walk(new ValueEdges.Edge(TensorPath.root(rootName), root));
        List<ParameterName> names = book.name(walk.names);
        List<NamedTensor> tensors = new ArrayList<>(names.size());
        for (int i = 0; i < names.size(); i++) {
            tensors.add(new NamedTensor(names.get(i), walk.tensors.get(i)));
        }
        return tensors;
    }

    private void walk(ValueEdges.Edge root) throws MalformedCheckpointException {
        way.push(List.of(root).iterator());
        while (!way.isEmpty()) {
            if (way.peek().hasNext()) {
                visit(way.peek().next());
            } else {
                way.pop();
            }
        }
    }

    private void visit(ValueEdges.Edge edge) throws MalformedCheckpointException {
        if (edge.value() instanceof Persistent persistent) {
            boolean named = !outside.isEmpty() && !(persistent.id() instanceof Tuple);
            TensorData tensor = named ? outside.get(StorageRef.key(persistent.id())) : null;
            if (tensor != null) {
                list(edge.path(), tensor);
            }
            return;
        }
        if (edge.value() instanceof Instance instance) {
            Optional<TensorData> tensor = tensor(instance);
            if (tensor.isPresent()) {
                list(edge.path(), tensor.get());
                way.push(ValueEdges.ofQuantizer(edge).iterator());
                return;
            }
        }
        if (ValueEdges.isContainer(edge.value()) && entered.add(edge.value())) {
            if (way.size() >= MOST_DEPTH) {
                throw new MalformedCheckpointException("its objects are nested more than " + MOST_DEPTH + " deep");
            }
            way.push(ValueEdges.of(edge).iterator());
        }
    }

    private Optional<TensorData> tensor(Instance instance) throws MalformedCheckpointException {
        TensorData known = parsed.get(instance);
        if (known != null) {
            return Optional.of(known);
        }
        Optional<TensorData> tensor = TensorData.parse(instance);
        if (tensor.isPresent()) {
            extents += tensor.get().shape().extents().length;
            if (extents > MOST_EXTENTS) {
                throw new MalformedCheckpointException("its tensors have too many dimensions");
            }
            parsed.put(instance, tensor.get());
        }
        return tensor;
    }

    private void list(TensorPath path, TensorData tensor) throws MalformedCheckpointException {
        nameChars += path.length();
        if (names.size() >= MOST_TENSORS || nameChars > MOST_NAME_CHARS) {
            throw new MalformedCheckpointException(
                    "it has more than " + MOST_TENSORS + " tensors, or their names are too long");
        }
        names.add(path.length() == 0 && way.size() == 1 ? "tensor" : path.text());
        tensors.add(tensor);
    }
}
