// SPDX-License-Identifier: Apache-2.0
package org.gittheta.cli.mergetool;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Asks questions one after the other.
 *
 * <p>It knows nothing of merges: an answer is a word or a strategy, and what it takes to be one it is told. Every step can be
 * undone, back to the first question.
 */
final class Dialog {
    private static final int MOST_SHOWN = 4;
    private static final String HELP = "o ours, t theirs, b base, or a strategy such as ties:density=0.4;"
            + " all ANSWER for this and every one like it that follows; s leaves it open;"
            + " e asks for each of the group; l lists the group; u takes the last answer back;"
            + " q settles what was answered and leaves the rest; x ends and settles nothing";

    private final Console console;
    private final Check check;
    private final Deque<Step> done = new ArrayDeque<>();

    /** Says whether an answer can be one. */
    interface Check {
        /** Returns what is wrong with an answer to a question, or nothing. */
        Optional<String> problem(Question question, String answer);
    }

    Dialog(Console console, Check check) {
        this.console = console;
        this.check = check;
    }

    /** Is where the dialog stands: what is to be asked, the next first, and what was answered, by item. */
    private record Step(List<Question> open, Map<String, String> answers) {}

    /**
     * Asks.
     *
     * @return the answer for each item that has one, by its id; nothing if the person wants none of it
     */
    Optional<Map<String, String>> ask(List<Question> questions) throws IOException {
        Step now = new Step(questions, Map.of());
        int shown = -1;
        while (!now.open().isEmpty()) {
            Question question = now.open().get(0);
            if (done.size() != shown) {
                show(question, now.open().size());
                shown = done.size();
            }
            String typed =
                    console.ask("Settle it how? [o/t/b/STRATEGY/s/e/l/u/q/x/?]").orElse("q");
            switch (typed) {
                case "", "?", "h", "help" -> console.say(HELP);
                case "q", "quit" -> {
                    return Optional.of(now.answers());
                }
                case "x", "exit" -> {
                    return Optional.empty();
                }
                case "l", "list" -> question.items().forEach(item -> console.say("    " + line(item)));
                case "u", "undo" -> {
                    if (done.isEmpty()) {
                        console.say("There is no answer to take back.");
                    } else {
                        now = done.pop();
                    }
                }
                case "s", "skip" -> now = to(now, new Step(rest(now), now.answers()));
                case "e", "each" -> {
                    List<Question> open = new ArrayList<>(question.single());
                    open.addAll(rest(now));
                    now = to(now, new Step(open, now.answers()));
                }
                default -> now = answered(now, typed);
            }
        }
        return Optional.of(now.answers());
    }

    private Step to(Step from, Step next) {
        done.push(from);
        return next;
    }

    private static List<Question> rest(Step now) {
        return now.open().subList(1, now.open().size());
    }

    private Step answered(Step now, String typed) {
        boolean forAll = typed.startsWith("all ");
        String answer = whole(forAll ? typed.substring(4).strip() : typed);
        Question first = now.open().get(0);
        Optional<String> problem = check.problem(first, answer);
        if (problem.isPresent()) {
            console.say(problem.get());
            return now;
        }
        Map<String, String> answers = new HashMap<>(now.answers());
        List<Question> left = new ArrayList<>();
        for (int i = 0; i < now.open().size(); i++) {
            Question question = now.open().get(i);
            if (i == 0 || (forAll && question.kind().equals(first.kind()))) {
                question.items().forEach(item -> answers.put(item.id(), answer));
            } else {
                left.add(question);
            }
        }
        return to(now, new Step(left, answers));
    }

    private static String whole(String answer) {
        return switch (answer) {
            case "o" -> "ours";
            case "t" -> "theirs";
            case "b" -> "base";
            default -> answer;
        };
    }

    private void show(Question question, int open) {
        int count = question.items().size();
        console.say(question.label() + (count > 1 ? " (" + count + " parameters)" : "") + ": " + question.kind()
                + (open > 1 ? ", " + (open - 1) + " more to ask" : ""));
        if (count == 1) {
            String numbers = question.items().get(0).numbers().get();
            if (!numbers.isEmpty()) {
                console.say("    " + numbers);
            }
            return;
        }
        question.items().stream().limit(MOST_SHOWN).forEach(item -> console.say("    " + line(item)));
        if (count > MOST_SHOWN) {
            console.say("    and " + (count - MOST_SHOWN) + " more: l lists them");
        }
    }

    private static String line(Question.Item item) {
        String numbers = item.numbers().get();
        return numbers.isEmpty() ? item.name() : item.name() + "  " + numbers;
    }
}
