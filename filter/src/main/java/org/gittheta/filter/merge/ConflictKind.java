// SPDX-License-Identifier: Apache-2.0
package org.gittheta.filter.merge;

/** Names the ways in which both sides may have changed a tensor differently. */
public enum ConflictKind {
    /** Other numbers in one element type and shape: what strategies compute on. */
    MODIFIED("modified", "both changed its values"),
    /** Another element type or shape on a side. */
    TYPE("type", "both changed it, and to different types or shapes"),
    /** Both added it, with different content. */
    ADDED("added", "both added it"),
    /** We removed it, they changed it. */
    REMOVED_BY_US("removed-by-us", "we removed it, they changed it"),
    /** They removed it, we changed it. */
    REMOVED_BY_THEM("removed-by-them", "they removed it, we changed it"),
    /** Both renamed it, to different names. */
    RENAMED("renamed", "both renamed it"),
    /** It stands in bytes of which the sides have different versions. */
    VIEW("view", "it looks into a tensor that the other side changed"),
    /** The frame of the result has no place for what was taken. */
    UNPLACED("unplaced", "the merged file has no place for it");

    private final String word;
    private final String meaning;

    ConflictKind(String word, String meaning) {
        this.word = word;
        this.meaning = meaning;
    }

    /** Returns the word that programs see. */
    public String word() {
        return word;
    }

    /** Returns half a sentence for people. */
    public String meaning() {
        return meaning;
    }
}
