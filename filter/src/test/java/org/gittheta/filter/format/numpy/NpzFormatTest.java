// SPDX-License-Identifier: Apache-2.0
package org.gittheta.filter.format.numpy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import org.gittheta.filter.format.CheckpointFormat;
import org.gittheta.filter.format.CheckpointFormat.Access;
import org.gittheta.filter.format.CheckpointFormatContract;
import org.gittheta.filter.format.Fixture;
import org.gittheta.filter.format.FormatRunner;
import org.gittheta.filter.format.LocatedParameter.Role;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NpzFormatTest extends CheckpointFormatContract {
    private static final NpzFormat FORMAT = new NpzFormat();

    @Override
    protected CheckpointFormat format() {
        return FORMAT;
    }

    @Override
    protected List<Fixture> files() {
        return List.of(
                new Fixture("arrays.npz"),
                new Fixture("arrays-next.npz"),
                new Fixture("odd.npz"),
                new Fixture("piped.npz"),
                new Fixture("arrays-deflated.npz"));
    }

    @Override
    protected List<Fixture> damagedFiles() {
        return List.of(new Fixture("broken/truncated.npz"));
    }

    @Override
    protected List<Edit> edits() {
        return List.of(new Edit(new Fixture("arrays.npz"), new Fixture("arrays-next.npz"), Set.of("a")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"arrays.npz", "odd.npz", "arrays-deflated.npz"})
    void readsTheSameFromFrontToBackAndByTheDirectory(String path) throws Exception {
        byte[] bytes = new Fixture(path).bytes();

        assertThat(FormatRunner.seek(FORMAT, bytes)).isEqualTo(FormatRunner.stream(FORMAT, bytes));
    }

    @Test
    void readsByTheDirectoryWhatWasWrittenToAPipe() {
        assertThat(FormatRunner.recognise(FORMAT, new Fixture("piped.npz").bytes()))
                .isEqualTo(Access.SEEKABLE);
    }

    @Test
    void keepsDeflatedArraysAsTheyAre() throws Exception {
        assertThat(FormatRunner.locate(FORMAT, new Fixture("arrays-deflated.npz").bytes())
                        .parameters())
                .hasSize(4)
                .allSatisfy(extent -> {
                    assertThat(extent.parameter().role()).isEqualTo(Role.STORAGE);
                    assertThat(extent.parameter().name().text()).endsWith("#deflated");
                });
    }
}
