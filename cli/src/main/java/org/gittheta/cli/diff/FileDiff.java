// SPDX-License-Identifier: Apache-2.0
package org.gittheta.cli.diff;

import java.util.List;

/**
 * Holds what changed in one checkpoint.
 *
 * @param file the file
 * @param oldFormat its format before, empty if it was not there
 * @param format its format now, empty if it is gone
 * @param frame whether anything but parameters differs
 * @param parameters the number of parameters of the larger side
 * @param rows the parameters that differ
 */
public record FileDiff(
        ChangedFile file, String oldFormat, String format, boolean frame, int parameters, List<ParameterRow> rows) {
    /** Copies the list. */
    public FileDiff {
        rows = List.copyOf(rows);
    }
}
