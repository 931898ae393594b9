// SPDX-License-Identifier: Apache-2.0
package org.gittheta.cli.repository;

import java.util.Optional;
import java.util.Set;

/**
 * Says how one checkpoint stands between HEAD, the index, the worktree and the object store.
 *
 * @param path its path from the top of the worktree
 * @param states what there is to say; empty if it is the same everywhere
 * @param staged how the index differs from HEAD as git names it: {@code A}, {@code M}, {@code D}
 * @param changes which parameters differ between HEAD and the index, if both have stubs
 * @param missingObjects the number of objects that its stub in the index needs and that are not here
 * @param missingBytes their length together
 */
public record CheckpointStatus(
        String path,
        Set<State> states,
        Optional<Character> staged,
        Optional<StubChanges> changes,
        int missingObjects,
        long missingBytes) {
    /** Copies the set. */
    public CheckpointStatus {
        states = Set.copyOf(states);
    }

    /** Names what may be said of a checkpoint, in the order that people should care. */
    public enum State {
        /** The path is unmerged. */
        CONFLICT("conflict"),
        /** The index has something else than HEAD. */
        STAGED("staged"),
        /** The working file is something else than the index has. */
        MODIFIED("modified"),
        /** There is no working file. */
        DELETED("deleted"),
        /** The working file is a stub: its checkpoint was not written, or a merge that calls no driver left it. */
        STUB("stub"),
        /** The index or HEAD has the checkpoint itself, not a stub. */
        RAW("raw"),
        /** Objects that the index's stub needs are not here. */
        MISSING_OBJECTS("missing-objects");

        private final String word;

        State(String word) {
            this.word = word;
        }

        /** Returns the word that programs see. */
        public String word() {
            return word;
        }
    }
}
