// SPDX-License-Identifier: Apache-2.0
package org.gittheta.filter.format.hdf5;

import java.util.List;
import java.util.Set;
import org.gittheta.filter.format.CheckpointFormat;
import org.gittheta.filter.format.CheckpointFormatContract;
import org.gittheta.filter.format.Fixture;

class KerasFormatTest extends CheckpointFormatContract {
    @Override
    protected CheckpointFormat format() {
        return new KerasFormat();
    }

    @Override
    protected List<Fixture> files() {
        return List.of(new Fixture("keras3.keras"), new Fixture("keras3-next.keras"));
    }

    @Override
    protected List<Fixture> damagedFiles() {
        return List.of(new Fixture("broken/truncated.keras"));
    }

    @Override
    protected List<Edit> edits() {
        return List.of(new Edit(
                new Fixture("keras3.keras"), new Fixture("keras3-next.keras"), Set.of("layers/dense_1/vars/1")));
    }
}
