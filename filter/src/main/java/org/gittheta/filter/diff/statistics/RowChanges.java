// SPDX-License-Identifier: Apache-2.0
package org.gittheta.filter.diff.statistics;

/** Counts the rows that changed, where a row may be seen in several runs, one after the other. */
final class RowChanges {
    private long first = -1;
    private long last = -1;
    private long count;

    /** Adds a row, which is the last one added or comes after it. */
    void add(long row) {
        if (row != last) {
            count++;
            last = row;
            first = first < 0 ? row : first;
        }
    }

    /** Adds what runs behind these have. */
    void add(RowChanges later) {
        if (later.count > 0) {
            count += later.count - (later.first == last ? 1 : 0);
            first = first < 0 ? later.first : first;
            last = later.last;
        }
    }

    long count() {
        return count;
    }
}
