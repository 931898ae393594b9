// SPDX-License-Identifier: Apache-2.0
package org.gittheta.filter.format.numpy;

import com.code_intelligence.jazzer.junit.FuzzTest;
import org.gittheta.filter.format.FormatFuzz;

class NumpyFuzzTest {
    @FuzzTest(maxDuration = "60s")
    void readsAnyArrayOrRefusesIt(byte[] bytes) {
        FormatFuzz.check(new NpyFormat(), bytes);
    }

    @FuzzTest(maxDuration = "60s")
    void readsAnyArchiveOrRefusesIt(byte[] bytes) {
        FormatFuzz.check(new NpzFormat(), bytes);
    }
}
