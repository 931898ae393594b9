// SPDX-License-Identifier: Apache-2.0
package org.gittheta.cli.diff;

import java.util.List;
import org.gittheta.filter.diff.FactChange;

/**
 * Holds what changed in one checkpoint.
 *
 * @param file the file
 * @param oldFormat its format before, empty if it was not there
 * @param format its format now, empty if it is gone
 * @param frame whether anything but parameters differs, in a file of the same format
 * @param facts what differs of what both say beside their parameters
 * @param parameters the number of parameters of the larger side
 * @param rows the parameters that differ
 */
public record FileDiff(
        ChangedFile file,
        String oldFormat,
        String format,
        boolean frame,
        List<FactChange> facts,
        int parameters,
        List<ParameterRow> rows) {
    /** Copies the lists. */
    public FileDiff {
        facts = List.copyOf(facts);
        rows = List.copyOf(rows);
    }

    /** Tells whether both sides stand for the same file. */
    public boolean isNone() {
        return rows.isEmpty() && !frame && oldFormat.equals(format);
    }
}
