// SPDX-License-Identifier: Apache-2.0
package org.gittheta.cli.command;

/** Quotes words for a command that a person may copy into a shell. */
final class ShellWord {
    private ShellWord() {}

    /** Returns the word, between single quotes if a shell would read it in another way. */
    static String of(String word) {
        boolean plain = !word.isEmpty()
                && word.codePoints().allMatch(c -> Character.isLetterOrDigit(c) || "_-./+:@%,=".indexOf(c) >= 0);
        return plain ? word : "'" + word.replace("'", "'\\''") + "'";
    }
}
