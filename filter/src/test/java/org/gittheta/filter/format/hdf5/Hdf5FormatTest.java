// SPDX-License-Identifier: Apache-2.0
package org.gittheta.filter.format.hdf5;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.gittheta.filter.format.CheckpointFormat;
import org.gittheta.filter.format.CheckpointFormatContract;
import org.gittheta.filter.format.Fixture;
import org.gittheta.filter.format.FormatRunner;
import org.gittheta.filter.format.LocatedParameter.Role;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class Hdf5FormatTest extends CheckpointFormatContract {
    private static final Hdf5Format FORMAT = new Hdf5Format();
    private static final Fixture INDEXED = new Fixture("indexed.h5");

    @Override
    protected CheckpointFormat format() {
        return FORMAT;
    }

    @Override
    protected List<Fixture> files() {
        return List.of(
                new Fixture("contiguous.h5"),
                new Fixture("contiguous-next.h5"),
                new Fixture("chunked.h5"),
                new Fixture("odd.h5"),
                new Fixture("newer.h5"),
                new Fixture("newest.h5"),
                INDEXED,
                new Fixture("keras3.weights.h5"),
                new Fixture("keras3-next.weights.h5"));
    }

    @Override
    protected List<Fixture> damagedFiles() {
        return List.of(new Fixture("broken/truncated.h5"), new Fixture("broken/dense.h5"));
    }

    @Override
    protected List<Edit> edits() {
        return List.of(
                new Edit(new Fixture("contiguous.h5"), new Fixture("contiguous-next.h5"), Set.of("layer1/bias")),
                new Edit(
                        new Fixture("keras3.weights.h5"),
                        new Fixture("keras3-next.weights.h5"),
                        Set.of("layers/dense_1/vars/1")));
    }

    /** The library lists what went through no filter; the same datasets are there zipped. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "fixed",
                "fixed later",
                "extensible",
                "extensible second",
                "tree",
                "long fixed",
                "long extensible"
            })
    void findsZippedChunksWhereTheOthersAre(String dataset) throws Exception {
        assertThat(chunksOf("zipped/" + dataset))
                .isEqualTo(chunksOf("plain/" + dataset))
                .hasSize(6);
    }

    private static Set<String> chunksOf(String dataset) throws Exception {
        String prefix = dataset + "#chunk";
        return FormatRunner.locate(FORMAT, INDEXED.bytes()).parameters().stream()
                .map(extent -> extent.parameter().name().text())
                .filter(name -> name.startsWith(prefix))
                .map(name -> name.substring(prefix.length()))
                .collect(Collectors.toSet());
    }

    @Test
    void keepsChunksThatWentThroughAFilterAsTheyAre() throws Exception {
        assertThat(FormatRunner.locate(FORMAT, new Fixture("chunked.h5").bytes())
                        .parameters())
                .hasSize(16)
                .allSatisfy(extent -> {
                    assertThat(extent.parameter().role()).isEqualTo(Role.STORAGE);
                    assertThat(extent.parameter().name().text()).matches("x#chunk\\[\\d+,\\d+]");
                });
    }
}
