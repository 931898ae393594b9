// SPDX-License-Identifier: Apache-2.0
package org.gittheta.filter.format.gguf;

import com.code_intelligence.jazzer.junit.FuzzTest;
import org.gittheta.filter.format.FormatFuzz;

class GgufFuzzTest {
    @FuzzTest(maxDuration = "60s")
    void readsAnyFileOrRefusesIt(byte[] bytes) {
        FormatFuzz.check(new GgufFormat(), bytes);
    }
}
