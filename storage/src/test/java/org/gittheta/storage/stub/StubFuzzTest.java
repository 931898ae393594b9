// SPDX-License-Identifier: Apache-2.0
package org.gittheta.storage.stub;

import com.code_intelligence.jazzer.junit.FuzzTest;

class StubFuzzTest {
    @FuzzTest(maxDuration = "60s")
    void readsAnyBytesOrRefusesThemInOneSentence(byte[] text) {
        StubMutationTest.readOrRefuse(text);
    }
}
