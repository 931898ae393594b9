// SPDX-License-Identifier: Apache-2.0
package org.gittheta.cli.mergetool;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/**
 * Asks for something that is open: a parameter, or a group of them.
 *
 * @param label its name, or what the names of the group have in common
 * @param kind in what way it is open: those of one kind are alike
 * @param items what is asked for
 */
record Question(String label, String kind, List<Item> items) {
    /** Copies the list. */
    Question {
        items = List.copyOf(items);
    }

    /**
     * Is one thing that is open.
     *
     * @param id what the answer is kept under
     * @param name its name for people, one word
     * @param numbers returns what there is to know of it, one line; may be empty. Asked when it is shown
     */
    record Item(String id, String name, Supplier<String> numbers) {}

    /** Returns a question for each item. */
    List<Question> single() {
        List<Question> questions = new ArrayList<>();
        items.forEach(item -> questions.add(new Question(item.name(), kind, List.of(item))));
        return questions;
    }
}
