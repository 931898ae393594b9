// SPDX-License-Identifier: Apache-2.0
package org.gittheta.benchmarks.compare;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class ReportFormatTest {
    private static final Setup SETUP = new Setup("git theta 1", "git-lfs 2", "git 3", "Linux", 5);
    private static final Outcome THETA = outcome(1.5, new PeakMemory(200_000_000, "java", 210_000_000), 60_000_000);
    private static final Outcome LFS = outcome(2, new PeakMemory(20_000_000, "git-lfs", 26_000_000), 90_000_000);
    private static final ComparedRow ROW = new ComparedRow("git add, x", THETA, LFS, Optional.empty());

    @Test
    void tableGivesTheRatioOfTheMediansAndOfTheBytes() throws IOException {
        String line = ReportFormat.markdown
                .render(SETUP, List.of(ROW))
                .lines()
                .toList()
                .get(4);

        assertThat(line)
                .isEqualTo(
                        "| git add, x | 1.50 s [1.50–1.50] | 2.00 s [2.00–2.00] | 0.75 | – "
                                + "| 3.00 s | 4.00 s | 200 MB (java) / 210 MB | 20 MB (git-lfs) / 26 MB | 60 MB | 90 MB | 0.67 |");
    }

    @Test
    void columnsOfTheTextLineUp() throws IOException {
        List<String> lines =
                ReportFormat.text.render(SETUP, List.of(ROW)).lines().toList();

        assertThat(lines.get(2).indexOf("git-lfs") + "git-lfs".length())
                .isEqualTo(lines.get(3).indexOf("2.00 s [2.00–2.00]") + "2.00 s [2.00–2.00]".length());
    }

    @Test
    void failureIsNamedBelowTheTable() throws IOException {
        ComparedRow row = new ComparedRow("git add, x", Outcome.failed("no such thing"), LFS, Optional.empty());
        String report = ReportFormat.markdown.render(SETUP, List.of(row));

        assertThat(row.failed()).isTrue();
        assertThat(report).contains("| failed |").endsWith("* git add, x: git theta failed: no such thing\n");
    }

    @Test
    void jsonHasExactNumbers() throws IOException {
        assertThat(ReportFormat.json.render(SETUP, List.of(ROW)))
                .contains("\"timeRatio\" : 0.75", "\"largestProcess\" : 200000000", "\"stored\" : 90000000")
                .endsWith("}\n");
    }

    private static Outcome outcome(double seconds, PeakMemory memory, long stored) {
        return new Outcome(
                Optional.of(Statistics.of(List.of(seconds))),
                Optional.of(Statistics.of(List.of(2 * seconds))),
                Optional.of(memory),
                OptionalLong.of(stored),
                Optional.empty());
    }
}
