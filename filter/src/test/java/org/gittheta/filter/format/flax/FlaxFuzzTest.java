// SPDX-License-Identifier: Apache-2.0
package org.gittheta.filter.format.flax;

import com.code_intelligence.jazzer.junit.FuzzTest;
import org.gittheta.filter.format.FormatFuzz;

class FlaxFuzzTest {
    @FuzzTest(maxDuration = "60s")
    void readsAnyFileOrRefusesIt(byte[] bytes) {
        FormatFuzz.check(new FlaxFormat(), bytes);
    }
}
