// SPDX-License-Identifier: Apache-2.0
package org.gittheta.filter.frame;

import com.code_intelligence.jazzer.junit.FuzzTest;

class FrameFuzzTest {
    @FuzzTest(maxDuration = "60s")
    void readsAnyBytesOrRefusesThem(byte[] bytes) {
        FrameFormatTest.readOrRefuse(bytes);
    }
}
