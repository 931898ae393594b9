// SPDX-License-Identifier: Apache-2.0
package org.gittheta.filter.format.pickle;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * Is a node of the graph that a pickle describes. The graph may have cycles and share nodes: compare containers by
 * identity, and walk them without recursion.
 */
public sealed interface PickleValue {
    /** Is text; byte strings of Python 2 are read as ISO 8859-1. */
    record Text(String value) implements PickleValue {}

    /** Is an integer of at most 64 bits. */
    record Whole(long value) implements PickleValue {}

    /** Is an integer of more than 64 bits. */
    record Big(BigInteger value) implements PickleValue {}

    /** Is a floating-point number. */
    record Real(double value) implements PickleValue {}

    /** Is True or False. */
    record Flag(boolean value) implements PickleValue {}

    /** Is a value that holds nothing of interest. */
    enum Plain implements PickleValue {
        /** None. */
        NONE,
        /** Bytes, which are not kept. */
        BYTES
    }

    /** Is the name of something that Python would import. */
    record Global(String module, String name) implements PickleValue {
        /** Tells whether it is the given name of the given module. */
        public boolean is(String otherModule, String otherName) {
            return module.equals(otherModule) && name.equals(otherName);
        }
    }

    /** Stands for something that lies outside the pickle. */
    final class Persistent implements PickleValue {
        private final PickleValue id;

        Persistent(PickleValue id) {
            this.id = id;
        }

        /** Returns what names it. */
        public PickleValue id() {
            return id;
        }
    }

    /** Is a tuple. */
    final class Tuple implements PickleValue {
        /** The tuple of no items. */
        static final Tuple EMPTY = new Tuple(List.of());

        private final List<PickleValue> items;

        Tuple(List<PickleValue> items) {
            this.items = items;
        }

        /** Returns its items. */
        public List<PickleValue> items() {
            return Collections.unmodifiableList(items);
        }
    }

    /** Is a list, a set or a frozen set. */
    final class Sequence implements PickleValue {
        private List<PickleValue> items = List.of();

        /** Returns its items. */
        public List<PickleValue> items() {
            return Collections.unmodifiableList(items);
        }

        void add(List<PickleValue> more) {
            items = grown(items, more);
        }
    }

    /** Is a dict; a key that was set twice is listed twice. */
    final class Mapping implements PickleValue {
        private List<PickleValue> items = List.of();

        /** Returns a key, its value, the next key and so on, in the order in which they were set. */
        public List<PickleValue> items() {
            return Collections.unmodifiableList(items);
        }

        void set(List<PickleValue> keysAndValues) {
            items = grown(items, keysAndValues);
        }
    }

    /** Is what a call would return; the call is never made. */
    final class Instance implements PickleValue {
        private final PickleValue callable;
        private final PickleValue arguments;
        private List<PickleValue> added = List.of();
        private List<PickleValue> set = List.of();
        private List<PickleValue> states = List.of();

        Instance(PickleValue callable, PickleValue arguments) {
            this.callable = callable;
            this.arguments = arguments;
        }

        /** Returns what would be called; mostly a {@link Global}. */
        public PickleValue callable() {
            return callable;
        }

        /** Returns what it would be called with; mostly a {@link Tuple}. */
        public PickleValue arguments() {
            return arguments;
        }

        /** Returns the items that were appended to it. */
        public List<PickleValue> added() {
            return Collections.unmodifiableList(added);
        }

        /** Returns a key, its value, the next key and so on, that were set in it. */
        public List<PickleValue> set() {
            return Collections.unmodifiableList(set);
        }

        /** Returns the states it was built with; mostly one {@link Mapping} of its attributes. */
        public List<PickleValue> states() {
            return Collections.unmodifiableList(states);
        }

        void add(List<PickleValue> more) {
            added = grown(added, more);
        }

        void set(List<PickleValue> keysAndValues) {
            set = grown(set, keysAndValues);
        }

        void build(PickleValue state) {
            states = grown(states, List.of(state));
        }
    }

    private static List<PickleValue> grown(List<PickleValue> items, List<PickleValue> more) {
        // An empty container costs a byte in a pickle, so it gets a list of its own only when something goes in.
        List<PickleValue> all = items.isEmpty() ? new ArrayList<>(more.size()) : items;
        all.addAll(more);
        return all;
    }
}
