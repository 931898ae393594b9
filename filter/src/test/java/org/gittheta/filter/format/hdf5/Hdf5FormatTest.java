// SPDX-License-Identifier: Apache-2.0
package org.gittheta.filter.format.hdf5;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import org.gittheta.filter.format.CheckpointFormat;
import org.gittheta.filter.format.CheckpointFormatContract;
import org.gittheta.filter.format.Fixture;
import org.gittheta.filter.format.FormatRunner;
import org.gittheta.filter.format.LocatedParameter.Role;
import org.junit.jupiter.api.Test;

class Hdf5FormatTest extends CheckpointFormatContract {
    private static final Hdf5Format FORMAT = new Hdf5Format();

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
