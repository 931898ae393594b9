// SPDX-License-Identifier: Apache-2.0
package org.gittheta.filter.format.pytorch;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import org.gittheta.filter.format.CheckpointFormat;
import org.gittheta.filter.format.CheckpointFormatContract;
import org.gittheta.filter.format.Fixture;
import org.gittheta.filter.format.SparseFile;
import org.junit.jupiter.api.Test;

class PyTorchTarFormatTest extends CheckpointFormatContract {
    private static final Fixture WEIGHTS = new Fixture("weights.tar.pt");

    @Override
    protected CheckpointFormat format() {
        return new PyTorchTarFormat();
    }

    @Override
    protected List<Fixture> files() {
        return List.of(WEIGHTS, new Fixture("weights-next.tar.pt"));
    }

    @Override
    protected List<Fixture> damagedFiles() {
        return List.of(new Fixture("broken/truncated.tar.pt"));
    }

    @Override
    protected List<Edit> edits() {
        return List.of(new Edit(WEIGHTS, new Fixture("weights-next.tar.pt"), Set.of("longs")));
    }

    @Test
    void tellsTheNumbersOfTheObject() throws Exception {
        assertThat(new PyTorchTarFormat().describe(new SparseFile(WEIGHTS.bytes())))
                .containsEntry("epoch", "7");
    }
}
