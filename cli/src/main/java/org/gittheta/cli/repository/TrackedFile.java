// SPDX-License-Identifier: Apache-2.0
package org.gittheta.cli.repository;

/**
 * Describes one entry of an index or of a commit's tree.
 *
 * @param path its path from the top of the worktree, with {@code /}
 * @param mode its mode in octal digits: {@code 100644}, {@code 100755}
 * @param oid the id of its blob
 * @param stage 0, or the side of a conflict: 1 base, 2 ours, 3 theirs
 * @param skipped whether a sparse checkout leaves it out of the worktree
 */
public record TrackedFile(String path, String mode, String oid, int stage, boolean skipped) {
    /** Tells whether the file is a regular one, not a link or a submodule. */
    public boolean isRegular() {
        return mode.startsWith("100");
    }

    /** Tells whether the file may be executed. */
    public boolean isExecutable() {
        return mode.equals("100755");
    }

    /** Reads one part of {@code git ls-files -t -s -z}: {@code TAG MODE OID STAGE<tab>PATH}. */
    static TrackedFile parse(String part) {
        int tab = part.indexOf('\t');
        String[] words = part.substring(0, tab).split(" ", -1);
        return new TrackedFile(
                part.substring(tab + 1), words[1], words[2], Integer.parseInt(words[3]), words[0].equals("S"));
    }
}
