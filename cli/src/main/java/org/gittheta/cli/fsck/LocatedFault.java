// SPDX-License-Identifier: Apache-2.0
package org.gittheta.cli.fsck;

import java.util.Optional;

/**
 * Pairs a fault with the commit that brought it and with what to do.
 *
 * @param fault what is wrong
 * @param commit the id of the commit; without one, it is in an index, or in the history of no branch
 * @param fix a command or a sentence
 */
public record LocatedFault(Fault fault, Optional<String> commit, String fix) {
    private static final int SHOWN = 12;

    static LocatedFault of(Fault fault, Optional<String> commit, Optional<String> remote) {
        String fix = switch (fault.kind()) {
            case STUB -> "commit the file again from a commit or a copy where it is whole";
            case RAW ->
                "git theta install && git add --renormalize . && git commit --amend"
                        + " (an older commit: git rebase, then the same at that commit)";
            case MISSING ->
                "git theta fetch " + commit.map(LocatedFault::shortened).orElse("--all");
            case DAMAGED -> "git theta fsck --repair";
            case CONTENT -> "add the file again from a copy that is whole";
            case REMOTE -> "git theta push --all " + remote.orElse("");
        };
        return new LocatedFault(fault, commit, fix);
    }

    private static String shortened(String id) {
        return id.substring(0, Math.min(SHOWN, id.length()));
    }

    /** Returns one sentence with the object, the parameter, the file and the commit. */
    public String sentence() {
        String object = fault.object().map(it -> "object " + it.oid() + " of ").orElse("");
        String where = commit.map(id -> " (commit " + shortened(id) + ")").orElse("");
        return object + fault.user().words() + where + ": " + fault.reason();
    }
}
