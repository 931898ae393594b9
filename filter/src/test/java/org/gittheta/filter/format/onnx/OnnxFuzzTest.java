// SPDX-License-Identifier: Apache-2.0
package org.gittheta.filter.format.onnx;

import com.code_intelligence.jazzer.junit.FuzzTest;
import org.gittheta.filter.format.FormatFuzz;

class OnnxFuzzTest {
    @FuzzTest(maxDuration = "60s")
    void readsAnyFileOrRefusesIt(byte[] bytes) {
        FormatFuzz.check(new OnnxFormat(), bytes);
    }
}
