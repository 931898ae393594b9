// SPDX-License-Identifier: Apache-2.0
package org.gittheta.cli.history;

import java.util.List;
import org.gittheta.cli.diff.ChangedFile;

/**
 * Is a commit and the files that it changed.
 *
 * @param id its id
 * @param author who wrote it
 * @param date when, as ISO 8601
 * @param subject the first line of its message
 * @param files the files
 * @param merged of a merge, each file that no parent has as it is, against every parent
 */
public record LoggedCommit(
        String id,
        String author,
        String date,
        String subject,
        List<ChangedFile> files,
        List<List<ChangedFile>> merged) {
    /** Copies the lists. */
    public LoggedCommit {
        files = List.copyOf(files);
        merged = List.copyOf(merged);
    }

    /** Returns the date without the time. */
    public String day() {
        return date.substring(0, Math.min(date.length(), "2026-01-01".length()));
    }
}
