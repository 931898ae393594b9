// SPDX-License-Identifier: Apache-2.0
package org.gittheta.filter.format.hdf5;

import com.code_intelligence.jazzer.junit.FuzzTest;
import org.gittheta.filter.format.FormatFuzz;

class Hdf5FuzzTest {
    @FuzzTest(maxDuration = "60s")
    void readsAnyFileOrRefusesIt(byte[] bytes) {
        FormatFuzz.check(new Hdf5Format(), bytes);
    }

    @FuzzTest(maxDuration = "60s")
    void readsAnyArchiveOrRefusesIt(byte[] bytes) {
        FormatFuzz.check(new KerasFormat(), bytes);
    }
}
