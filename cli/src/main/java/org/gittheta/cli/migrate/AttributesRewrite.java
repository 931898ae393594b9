// SPDX-License-Identifier: Apache-2.0
package org.gittheta.cli.migrate;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.gittheta.cli.attributes.AttributeLine;
import org.gittheta.cli.attributes.AttributePattern;
import org.gittheta.cli.attributes.AttributesText;

/**
 * Hands patterns from one owner to another in attributes files.
 *
 * <p>A line that gives a pattern to the old owner gives it to the new one, in its place. In the topmost file, patterns
 * that were named and have no such line get one at the end, and what is excluded from them gets one behind that.
 *
 * @param from who has the files now
 * @param to who gets them
 * @param selection which files
 */
record AttributesRewrite(Owner from, Owner to, PathSelection selection) {
    private static final List<String> NOBODY = List.of("!filter", "!diff", "!merge", "!text");

    /** Lists who may have a file, with the attributes that say so. */
    enum Owner {
        /** git theta. */
        THETA(AttributeLine.OURS),
        /** Git LFS. */
        LFS(List.of("filter=lfs", "diff=lfs", "merge=lfs", "-text")),
        /** git itself, which must not change line ends. */
        GIT(List.of("-text"));

        @SuppressWarnings("ImmutableEnumChecker") // all of them are
        private final List<String> words;

        Owner(List<String> words) {
            this.words = words;
        }

        /** Returns the value of the attribute {@code filter} of its files. */
        String filter() {
            return this == GIT ? "unspecified" : words.get(0).substring("filter=".length());
        }

        private boolean has(AttributeLine line) {
            return this == GIT
                    ? line.filter().isEmpty() && line.attributes().contains("-text")
                    : line.filter().filter(filter()::equals).isPresent();
        }

        /** Returns the words of a line that has to beat others above it. */
        private List<String> beating() {
            return this == GIT ? List.of("!filter", "!diff", "!merge", "-text") : words;
        }
    }

    /** Returns what becomes of an attributes file below the top. */
    byte[] nested(byte[] text) {
        AttributesText lines = new AttributesText(text);
        return replace(lines) ? lines.bytes() : text;
    }

    /**
     * Returns what becomes of the topmost attributes file.
     *
     * @param text its bytes; empty if there is none
     * @param isNeeded whether there are files for the new owner
     */
    byte[] top(byte[] text, boolean isNeeded) {
        AttributesText lines = new AttributesText(text);
        boolean replaced = replace(lines);
        boolean appended = false;
        if (isNeeded) {
            for (PathPattern pattern : selection.included()) {
                if (!has(lines, pattern, to::has)) {
                    lines.append(line(pattern, to.beating()));
                    appended = true;
                }
            }
        }
        if (!replaced && !appended) {
            return text;
        }
        // What no line gave to Git LFS was nobody's before.
        List<String> kept = to == Owner.THETA && !replaced ? NOBODY : from.words;
        for (PathPattern pattern : selection.excluded()) {
            if (!has(lines, pattern, line -> line.attributes().containsAll(kept))) {
                lines.append(line(pattern, kept));
            }
        }
        return lines.bytes();
    }

    private boolean replace(AttributesText lines) {
        boolean[] replaced = {false};
        lines.replaceEach(line -> {
            if (!from.has(line) || !isMeant(line)) {
                return Optional.of(line);
            }
            replaced[0] = true;
            List<String> words = new ArrayList<>(to.words);
            line.attributes().stream()
                    .filter(word -> !isOwners(word) && !words.contains(word))
                    .forEach(words::add);
            return Optional.of(new AttributeLine(line.written(), words));
        });
        return replaced[0];
    }

    private boolean isMeant(AttributeLine line) {
        return (!selection.isNamed() || named(selection.included(), line)) && !named(selection.excluded(), line);
    }

    private static boolean named(List<PathPattern> patterns, AttributeLine line) {
        return patterns.stream().anyMatch(pattern -> pattern.text().equals(line.pattern()));
    }

    private static boolean isOwners(String word) {
        return Stream.of("filter", "diff", "merge", "text")
                .anyMatch(name -> word.equals(name)
                        || word.equals("-" + name)
                        || word.equals("!" + name)
                        || word.startsWith(name + "="));
    }

    private static boolean has(AttributesText lines, PathPattern pattern, Predicate<AttributeLine> test) {
        return lines.attributeLines().stream()
                .map(AttributesText.Numbered::line)
                .anyMatch(line -> line.pattern().equals(pattern.text()) && test.test(line));
    }

    private static AttributeLine line(PathPattern pattern, List<String> words) {
        return new AttributeLine(AttributePattern.escape(pattern.text()), words);
    }
}
