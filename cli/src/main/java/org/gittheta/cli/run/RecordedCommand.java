// SPDX-License-Identifier: Apache-2.0
package org.gittheta.cli.run;

import java.util.List;
import org.gittheta.cli.process.ShellWords;

/**
 * Is the command of a run record: the text of a shell, or a list of words. Placeholders are not expanded.
 *
 * @param words the words; of a text, one
 * @param isList whether it is a list
 */
public record RecordedCommand(List<String> words, boolean isList) {
    /** Copies the words. */
    public RecordedCommand {
        words = List.copyOf(words);
    }

    /** Returns a command that a shell reads. */
    public static RecordedCommand text(String text) {
        return new RecordedCommand(List.of(text), false);
    }

    /**
     * Returns what is recorded of the words of a command line: a single word is text for a shell; several are a list,
     * unless there are placeholders among them, whose values in a list would be quoted twice.
     */
    public static RecordedCommand ofArguments(List<String> words) {
        if (words.size() == 1) {
            return text(words.get(0));
        }
        if (words.stream().noneMatch(word -> word.indexOf('{') >= 0)) {
            return new RecordedCommand(words, true);
        }
        return text(String.join(
                " ",
                words.stream()
                        .map(word -> Placeholders.isPresent(word) ? word : ShellWords.quote(word))
                        .toList()));
    }

    /** Returns the text that a shell runs, as DataLad makes it of a list: one word is text, and a first "--" falls away. */
    public String shellText() {
        if (!isList || (words.size() == 1 && !words.get(0).equals("--"))) {
            return words.isEmpty() ? "" : words.get(0);
        }
        boolean isMarked = !words.isEmpty() && words.get(0).equals("--");
        return ShellWords.join(isMarked ? words.subList(1, words.size()) : words);
    }
}
