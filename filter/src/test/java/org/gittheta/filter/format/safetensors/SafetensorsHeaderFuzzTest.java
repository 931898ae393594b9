// SPDX-License-Identifier: Apache-2.0
package org.gittheta.filter.format.safetensors;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import org.gittheta.filter.format.MalformedCheckpointException;

class SafetensorsHeaderFuzzTest {
    @FuzzTest(maxDuration = "60s")
    void readsAnyBytesOrRefusesThem(byte[] json) {
        try {
            long end = 0;
            for (TensorInfo tensor : SafetensorsHeader.parse(json)) {
                assertThat(tensor.begin()).isEqualTo(end);
                assertThat(tensor.end()).isGreaterThanOrEqualTo(end);
                end = tensor.end();
            }
        } catch (MalformedCheckpointException e) {
            assertThat(e.getMessage()).isNotBlank();
        }
    }
}
