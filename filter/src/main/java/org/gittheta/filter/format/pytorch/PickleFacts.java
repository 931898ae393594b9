// SPDX-License-Identifier: Apache-2.0
package org.gittheta.filter.format.pytorch;

import java.util.ArrayDeque;
import java.util.Collections;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import org.gittheta.filter.format.Facts;
import org.gittheta.filter.format.MalformedCheckpointException;
import org.gittheta.filter.format.pickle.PickleValue;
import org.gittheta.filter.format.pickle.PickleValue.Big;
import org.gittheta.filter.format.pickle.PickleValue.Flag;
import org.gittheta.filter.format.pickle.PickleValue.Instance;
import org.gittheta.filter.format.pickle.PickleValue.Real;
import org.gittheta.filter.format.pickle.PickleValue.Text;
import org.gittheta.filter.format.pickle.PickleValue.Whole;

/** Finds the numbers, texts and truth values in what a pickle describes, named as tensors are: the state of an optimizer. */
final class PickleFacts {
    private static final int MOST_DEPTH = 4096;

    private final Set<PickleValue> entered = Collections.newSetFromMap(new IdentityHashMap<>());
    private final Deque<Iterator<ValueEdges.Edge>> way = new ArrayDeque<>();
    private final Facts facts;

    private PickleFacts(Facts facts) {
        this.facts = facts;
    }

    /** Adds what is below a root of the given name, which may be empty. */
    static void add(PickleValue root, String rootName, Facts facts) throws MalformedCheckpointException {
        PickleFacts walk = new PickleFacts(facts);
        walk.way.push(
                List.of(new ValueEdges.Edge(TensorPath.root(rootName), root)).iterator());
        while (!walk.way.isEmpty()) {
            if (walk.way.peek().hasNext()) {
                walk.visit(walk.way.peek().next());
            } else {
                walk.way.pop();
            }
        }
    }

    private void visit(ValueEdges.Edge edge) throws MalformedCheckpointException {
        PickleValue value = edge.value();
        if (value instanceof Text text) {
            facts.add(edge.path().text(), text.value());
        } else if (value instanceof Whole number) {
            facts.add(edge.path().text(), Long.toString(number.value()));
        } else if (value instanceof Big number) {
            facts.add(edge.path().text(), "an integer of " + number.value().bitLength() + " bits");
        } else if (value instanceof Real number) {
            facts.add(edge.path().text(), Double.toString(number.value()));
        } else if (value instanceof Flag flag) {
            facts.add(edge.path().text(), flag.value() ? "True" : "False");
        } else if (ValueEdges.isContainer(value) && !isTensor(value) && entered.add(value)) {
            if (way.size() >= MOST_DEPTH) {
                throw new MalformedCheckpointException("its objects are nested more than " + MOST_DEPTH + " deep");
            }
            way.push(ValueEdges.allOf(edge).iterator());
        }
    }

    private static boolean isTensor(PickleValue value) throws MalformedCheckpointException {
        return value instanceof Instance instance && TensorData.parse(instance).isPresent();
    }
}
