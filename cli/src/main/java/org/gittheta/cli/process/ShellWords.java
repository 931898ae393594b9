// SPDX-License-Identifier: Apache-2.0
package org.gittheta.cli.process;

import java.util.List;
import java.util.stream.Collectors;

/**
 * Writes words so that a POSIX shell reads them as they are. The form is that of Python's {@code shlex.quote}, which
 * other readers of run records use, too: what both write is the same text.
 */
public final class ShellWords {
    private static final String PLAIN = "@%+=:,./-_";

    private ShellWords() {}

    /** Returns a word, between single quotes if a shell would read it in another way. */
    public static String quote(String word) {
        boolean plain = !word.isEmpty() && word.chars().allMatch(ShellWords::isPlain);
        return plain ? word : "'" + word.replace("'", "'\"'\"'") + "'";
    }

    /** Returns a command line of words. */
    public static String join(List<String> words) {
        return words.stream().map(ShellWords::quote).collect(Collectors.joining(" "));
    }

    private static boolean isPlain(int c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || PLAIN.indexOf(c) >= 0;
    }
}
