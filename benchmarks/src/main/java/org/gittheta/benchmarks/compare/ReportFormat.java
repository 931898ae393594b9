// SPDX-License-Identifier: Apache-2.0
package org.gittheta.benchmarks.compare;

import java.io.IOException;
import java.util.List;

/** Names the forms that the table can take. */
public enum ReportFormat {
    /** A table for a page. */
    markdown {
        @Override
        public String render(Setup setup, List<ComparedRow> rows) {
            return new TableReport(rows).markdown(setup);
        }
    },

    /** Columns for a terminal. */
    text {
        @Override
        public String render(Setup setup, List<ComparedRow> rows) {
            return new TableReport(rows).text(setup);
        }
    },

    /** An object with exact numbers, for programs. */
    json {
        @Override
        public String render(Setup setup, List<ComparedRow> rows) throws IOException {
            return JsonReport.render(setup, rows);
        }
    };

    /**
     * Renders a whole report, which ends with a line feed.
     *
     * @throws IOException never in practice
     */
    public abstract String render(Setup setup, List<ComparedRow> rows) throws IOException;
}
