// SPDX-License-Identifier: Apache-2.0
package org.gittheta.lfs.push;

import java.util.List;

/**
 * Holds one line that git gives to a pre-push hook (githooks(5)).
 *
 * @param localRef the ref here, or what was pushed in its place
 * @param localOid its object; zeros if the remote's ref is to be deleted
 * @param remoteRef the ref there
 * @param remoteOid its object as it was; zeros if there is none
 */
public record RefUpdate(String localRef, String localOid, String remoteRef, String remoteOid) {
    /** Reads the lines that git writes. */
    public static List<RefUpdate> parse(String lines) {
        return lines.lines()
                .map(line -> line.split(" ", -1))
                .filter(words -> words.length == 4)
                .map(words -> new RefUpdate(words[0], words[1], words[2], words[3]))
                .toList();
    }

    /** Tells whether the remote's ref is to be deleted. */
    public boolean isDeletion() {
        return localOid.chars().allMatch(digit -> digit == '0');
    }
}
