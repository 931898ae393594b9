// SPDX-License-Identifier: Apache-2.0
package org.gittheta.filter.format.pytorch;

import java.util.List;
import org.gittheta.filter.format.CheckpointFormat;
import org.gittheta.filter.format.CheckpointFormatContract;
import org.gittheta.filter.format.Fixture;

class PyTorchLegacyFormatTest extends CheckpointFormatContract {
    @Override
    protected CheckpointFormat format() {
        return new PyTorchLegacyFormat();
    }

    @Override
    protected List<Fixture> files() {
        return List.of(
                new Fixture("weights.legacy.pt"),
                new Fixture("weights-next.legacy.pt"),
                new Fixture("special.legacy.pt"));
    }

    @Override
    protected List<Fixture> damagedFiles() {
        return List.of(new Fixture("broken/truncated.pt"));
    }
}
