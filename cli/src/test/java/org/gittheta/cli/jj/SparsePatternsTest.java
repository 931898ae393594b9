// SPDX-License-Identifier: Apache-2.0
package org.gittheta.cli.jj;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SparsePatternsTest {
    private static final List<String> FILES =
            List.of("README", "models/a/m.pt", "models/a/notes", "models/b/x", "src/main.py", "src2/x", "top.pt");

    private static SparsePatterns patterns(String... prefixes) {
        return new SparsePatterns(List.of(prefixes));
    }

    @Test
    void coverWhatIsBelowThem() {
        assertThat(patterns(".").cover("a/b")).isTrue();
        assertThat(patterns("src").cover("src/main.py")).isTrue();
        assertThat(patterns("src").cover("src2/x")).isFalse();
        assertThat(patterns().cover("README")).isFalse();
    }

    @Test
    void coverAllButSomeFilesWithAsFewPatternsAsPossible() {
        assertThat(patterns(".")
                        .without(FILES, Set.of("top.pt", "models/a/m.pt"))
                        .prefixes())
                .containsExactly("README", "models/a/notes", "models/b", "src", "src2");
        assertThat(patterns(".").without(FILES, Set.of()).prefixes()).containsExactly(".");
    }

    @Test
    void stayAsNarrowAsTheyWere() {
        assertThat(patterns("models", "src")
                        .without(FILES, Set.of("models/a/m.pt"))
                        .prefixes())
                .containsExactly("models/a/notes", "models/b", "src");
        assertThat(patterns("top.pt").without(FILES, Set.of("top.pt")).prefixes())
                .isEmpty();
    }
}
