// SPDX-License-Identifier: Apache-2.0
package org.gittheta.cli.mergetool;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Answers questions as a person would type. */
class DialogTest {
    private final ByteArrayOutputStream shown = new ByteArrayOutputStream();

    private static Question question(String label, String kind, String... names) {
        List<Question.Item> items = new ArrayList<>();
        for (String name : names) {
            items.add(new Question.Item(name, name, () -> "numbers of " + name));
        }
        return new Question(label, kind, items);
    }

    private Optional<Map<String, String>> answer(String... typed) throws IOException {
        String lines = typed.length == 0 ? "" : String.join("\n", typed) + "\n";
        Console console = new Console(
                new ByteArrayInputStream(lines.getBytes(StandardCharsets.UTF_8)),
                new PrintStream(shown, true, StandardCharsets.UTF_8));
        Dialog dialog = new Dialog(
                console,
                (question, answer) -> answer.equals("nonsense") ? Optional.of("no such strategy") : Optional.empty());
        return dialog.ask(List.of(
                question("h.{0-2}.w", "values", "h.0.w", "h.1.w", "h.2.w"),
                question("gone", "removed", "gone"),
                question("head", "values", "head")));
    }

    @Test
    void asksGroupByGroupShowingNumbers() throws IOException {
        assertThat(answer("ties:density=0.4", "t", "o"))
                .contains(Map.of(
                        "h.0.w", "ties:density=0.4",
                        "h.1.w", "ties:density=0.4",
                        "h.2.w", "ties:density=0.4",
                        "gone", "theirs",
                        "head", "ours"));
        assertThat(shown.toString(StandardCharsets.UTF_8))
                .contains("h.{0-2}.w (3 parameters): values, 2 more to ask\n    h.0.w  numbers of h.0.w\n")
                .contains("gone: removed, 1 more to ask\n    numbers of gone\n");
    }

    @Test
    void takesAGroupApart() throws IOException {
        assertThat(answer("e", "o", "t", "b", "s", "s"))
                .contains(Map.of("h.0.w", "ours", "h.1.w", "theirs", "h.2.w", "base"));
    }

    @Test
    void answersAllThatAreAlikeAtOnce() throws IOException {
        assertThat(answer("e", "o", "all linear", "t"))
                .contains(Map.of(
                        "h.0.w", "ours", "h.1.w", "linear", "h.2.w", "linear", "head", "linear", "gone", "theirs"));
    }

    @Test
    void takesAnswersBackOneByOne() throws IOException {
        assertThat(answer("all t", "u", "o", "s", "u", "u", "b", "q"))
                .contains(Map.of("h.0.w", "base", "h.1.w", "base", "h.2.w", "base"));
        assertThat(answer("u", "q")).contains(Map.of());
    }

    @Test
    void endsWithTheInputAsWithQuitAndForgetsAllWithExit() throws IOException {
        assertThat(answer("o")).contains(Map.of("h.0.w", "ours", "h.1.w", "ours", "h.2.w", "ours"));
        assertThat(answer()).contains(Map.of());
        assertThat(answer("o", "x")).isEmpty();
    }

    @Test
    void asksAgainAfterAnAnswerThatIsNone() throws IOException {
        assertThat(answer("nonsense", "all nonsense", "", "l", "q")).contains(Map.of());
        assertThat(shown.toString(StandardCharsets.UTF_8))
                .contains("no such strategy\n")
                .contains("o ours, t theirs")
                .contains("    h.2.w  numbers of h.2.w\n");
    }
}
