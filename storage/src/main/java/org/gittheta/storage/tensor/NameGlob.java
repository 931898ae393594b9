// SPDX-License-Identifier: Apache-2.0
package org.gittheta.storage.tensor;

import java.util.function.Predicate;
import java.util.regex.Pattern;

/** Reads patterns of parameter names, in which * stands for any characters, dots too, and ? for one. */
public final class NameGlob {
    private NameGlob() {}

    /** Returns what tells whether a whole name fits the pattern. */
    public static Predicate<String> of(String glob) {
        StringBuilder pattern = new StringBuilder();
        glob.codePoints().forEach(c -> {
            if (c == '*') {
                // Possessive runs of stars would never give back: one is as good as many.
                if (!pattern.toString().endsWith(".*")) {
                    pattern.append(".*");
                }
            } else {
                pattern.append(c == '?' ? "." : Pattern.quote(Character.toString(c)));
            }
        });
        return Pattern.compile(pattern.toString(), Pattern.DOTALL).asMatchPredicate();
    }
}
