// SPDX-License-Identifier: Apache-2.0
package org.gittheta.filter.format.pytorch;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.gittheta.filter.format.MalformedCheckpointException;
import org.gittheta.filter.format.pickle.PickleValue;
import org.gittheta.filter.format.pickle.PickleValue.Flag;
import org.gittheta.filter.format.pickle.PickleValue.Global;
import org.gittheta.filter.format.pickle.PickleValue.Instance;
import org.gittheta.filter.format.pickle.PickleValue.Mapping;
import org.gittheta.filter.format.pickle.PickleValue.Persistent;
import org.gittheta.filter.format.pickle.PickleValue.Plain;
import org.gittheta.filter.format.pickle.PickleValue.Sequence;
import org.gittheta.filter.format.pickle.PickleValue.Text;
import org.gittheta.filter.format.pickle.PickleValue.Tuple;
import org.gittheta.filter.format.pickle.PickleValue.Whole;

/**
 * Names the values inside a value: by key in a dict, by index in a list or tuple, by name among the attributes of an
 * object. The dicts in which a module keeps its parameters, buffers and modules add nothing to the path, so that what is
 * below them is called as in the module's state_dict.
 */
final class ValueEdges {
    private static final Set<String> UNNAMED = Set.of("_parameters", "_buffers", "_modules");

    private final List<Edge> edges = new ArrayList<>();
    private final boolean withScalars;

    private ValueEdges(boolean withScalars) {
        this.withScalars = withScalars;
    }

    /** Is a value and the way to it. */
    record Edge(TensorPath path, PickleValue value) {}

    static boolean isContainer(PickleValue value) {
        return value instanceof Tuple
                || value instanceof Sequence
                || value instanceof Mapping
                || value instanceof Instance;
    }

    /** Lists the containers right inside a value, and what lies outside of the pickle; other values lead nowhere. */
    static List<Edge> of(Edge from) throws MalformedCheckpointException {
        return inside(from, new ValueEdges(false));
    }

    /** Lists the values right inside a value, numbers and texts, too. */
    static List<Edge> allOf(Edge from) throws MalformedCheckpointException {
        return inside(from, new ValueEdges(true));
    }

    private static List<Edge> inside(Edge from, ValueEdges inside) throws MalformedCheckpointException {
        TensorPath path = from.path();
        if (from.value() instanceof Tuple tuple) {
            inside.addItems(path, tuple.items());
        } else if (from.value() instanceof Sequence list) {
            inside.addItems(path, list.items());
        } else if (from.value() instanceof Mapping map) {
            inside.addPairs(path, map.items(), Set.of());
        } else if (from.value() instanceof Instance instance) {
            inside.addInstance(path, instance);
        }
        return inside.edges;
    }

    /** Lists the tensors that say how a quantised tensor was quantised. */
    static List<Edge> ofQuantizer(Edge from) throws MalformedCheckpointException {
        ValueEdges inside = new ValueEdges(false);
        if (from.value() instanceof Instance instance) {
            inside.addPairs(from.path(), TensorParts.ofQuantizer(instance), Set.of());
        }
        return inside.edges;
    }

    private void addInstance(TensorPath path, Instance instance) throws MalformedCheckpointException {
        if (instance.arguments() instanceof Tuple arguments) {
            if (instance.callable() instanceof Global global && global.is("collections", "OrderedDict")) {
                addOrderedDict(path, arguments);
            } else if (TensorParts.isSparse(instance)) {
                addPairs(path, TensorParts.ofSparse(arguments), Set.of());
            } else {
                addItems(path, arguments.items());
            }
        }
        addItems(path, instance.added());
        addPairs(path, instance.set(), Set.of());
        for (PickleValue state : instance.states()) {
            // An object with slots has a pair of dicts, the second for the slots.
            List<PickleValue> parts =
                    state instanceof Tuple pair && pair.items().size() == 2 ? pair.items() : List.of(state);
            boolean attributes = parts.stream().allMatch(part -> part instanceof Mapping || part == Plain.NONE);
            for (PickleValue part : attributes ? parts : List.of(state)) {
                if (part instanceof Mapping map) {
                    addPairs(path, map.items(), UNNAMED);
                } else {
                    add(path, part);
                }
            }
        }
    }

    /** Adds what Python 2 passes to the constructor: a list of pairs. */
    private void addOrderedDict(TensorPath path, Tuple arguments) throws MalformedCheckpointException {
        List<PickleValue> pairs = new ArrayList<>();
        if (arguments.items().size() == 1 && arguments.items().get(0) instanceof Sequence list) {
            for (PickleValue item : list.items()) {
                List<PickleValue> pair = item instanceof Sequence two
                        ? two.items()
                        : item instanceof Tuple two ? two.items() : List.of();
                if (pair.size() == 2) {
                    pairs.addAll(pair);
                }
            }
        }
        addPairs(path, pairs, Set.of());
    }

    private void addItems(TensorPath path, List<PickleValue> items) throws MalformedCheckpointException {
        for (int i = 0; i < items.size(); i++) {
            if (isWanted(items.get(i))) {
                add(path.then(Integer.toString(i)), items.get(i));
            }
        }
    }

    private void addPairs(TensorPath path, List<PickleValue> items, Set<String> unnamed)
            throws MalformedCheckpointException {
        for (int i = 0; i < items.size(); i += 2) {
            PickleValue value = items.get(i + 1);
            if (isWanted(value)) {
                String key = key(items.get(i), i / 2);
                add(unnamed.contains(key) ? path : path.then(key), value);
            }
        }
    }

    private boolean isWanted(PickleValue value) {
        return withScalars || isContainer(value) || value instanceof Persistent;
    }

    private void add(TensorPath path, PickleValue value) {
        if (isWanted(value)) {
            edges.add(new Edge(path, value));
        }
    }

    /** Spells a key; one that is neither text, an integer, a truth value nor None counts by its place. */
    private static String key(PickleValue key, int place) {
        if (key instanceof Text text) {
            return text.value();
        }
        if (key instanceof Whole number) {
            return Long.toString(number.value());
        }
        if (key instanceof Flag flag) {
            return flag.value() ? "True" : "False";
        }
        return key == Plain.NONE ? "None" : Integer.toString(place);
    }
}
