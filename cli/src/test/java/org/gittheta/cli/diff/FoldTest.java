// SPDX-License-Identifier: Apache-2.0
package org.gittheta.cli.diff;

import static org.assertj.core.api.Assertions.assertThat;
import static org.gittheta.cli.diff.Rows.row;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class FoldTest {
    private static List<String> patterns(String... names) {
        List<ParameterRow> rows = new ArrayList<>();
        for (String name : names) {
            rows.add(row(name, 0.1));
        }
        return Fold.of(rows).stream()
                .map(fold -> fold.pattern() + " " + fold.rows().size())
                .toList();
    }

    @Test
    void foldsRepeatedLayers() {
        assertThat(patterns(
                        "encoder.layer.0.attention.self.query.weight",
                        "encoder.layer.0.attention.output.bias",
                        "encoder.layer.1.attention.self.query.weight",
                        "encoder.layer.2.attention.self.query.weight",
                        "encoder.layer.9.attention.self.query.weight",
                        "encoder.layer.9.mlp.weight"))
                .containsExactly("encoder.layer.{0-2,9}.attention.* 5", "encoder.layer.9.mlp.weight 1");
    }

    @Test
    void foldsNumbersInsideOfALayer() {
        assertThat(patterns("h.0.experts.0.w", "h.0.experts.1.w", "h.1.experts.0.w", "h.1.experts.1.w"))
                .containsExactly("h.{0-1}.experts.{0-1}.w 4");
    }

    @Test
    void foldsNamesWithoutNumbersByTheirFirstPart() {
        assertThat(patterns("embed.position", "embed.word", "head", "head.bias", "x.weight"))
                .containsExactly("embed.* 2", "head.* 2", "x.weight 1");
    }

    @Test
    void bearsNamesOfAnyForm() {
        assertThat(patterns("", ".", "..", "0", "1", "99999999999.w", "7.", "a..0.."))
                .containsExactly("% 1", "..* 2", "{0-1,7}.* 3", "99999999999.w 1", "a..0.. 1");
    }

    @Test
    void saysByHowMuchAndLayerByLayer() {
        Fold fold = Fold.of(
                        List.of(row("h.0.m.a", 0.125), row("h.0.m.b", 0.25), row("h.1.m.a", 0.8), row("h.2.m.a", 0)))
                .get(0);
        assertThat(fold.relativeRange()).containsExactly(0, 0.8);
        assertThat(fold.byLayer()).containsExactly(0.1875, 0.8, 0.0);
        assertThat(DiffText.bars(fold.byLayer())).isEqualTo("▂█▁");
    }
}
