// SPDX-License-Identifier: Apache-2.0
package org.gittheta.filter.format.safetensors;

import java.util.List;
import org.gittheta.filter.format.CheckpointFormat;
import org.gittheta.filter.format.CheckpointFormatContract;
import org.gittheta.filter.format.Fixture;

class SafetensorsFormatTest extends CheckpointFormatContract {
    @Override
    protected CheckpointFormat format() {
        return new SafetensorsFormat();
    }

    @Override
    protected List<Fixture> files() {
        // The data of the last one is shifted by a byte, which breaks no rule that a reader could check.
        return List.of(
                new Fixture("weights.safetensors"),
                new Fixture("weights-next.safetensors"),
                new Fixture("broken/shifted-header.safetensors"));
    }

    @Override
    protected List<Fixture> damagedFiles() {
        return List.of(
                new Fixture("broken/truncated.safetensors"),
                new Fixture("broken/huge-header.safetensors"),
                new Fixture("broken/not-json.safetensors"),
                new Fixture("broken/empty.safetensors"));
    }
}
