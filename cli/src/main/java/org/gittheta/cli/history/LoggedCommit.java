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
 * @param files the files, without those of merges that some parent has as they are
 */
public record LoggedCommit(String id, String author, String date, String subject, List<ChangedFile> files) {
    /** Copies the list. */
    public LoggedCommit {
        files = List.copyOf(files);
    }

    /** Returns the date without the time. */
    public String day() {
        return date.substring(0, Math.min(date.length(), "2026-01-01".length()));
    }
}
