// SPDX-License-Identifier: Apache-2.0
package org.gittheta.filter.format.pickle;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.IOException;
import org.gittheta.filter.format.MalformedCheckpointException;

class PickleFuzzTest {
    @FuzzTest(maxDuration = "60s")
    void readsAnyBytesOrRefusesThem(byte[] bytes) throws IOException {
        try {
            assertThat(Pickle.read(PickleSource.of(bytes)).root()).isNotNull();
        } catch (MalformedCheckpointException e) {
            assertThat(e).hasMessageContaining("pickle");
        }
    }
}
