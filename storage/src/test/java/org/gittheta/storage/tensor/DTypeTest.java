// SPDX-License-Identifier: Apache-2.0
package org.gittheta.storage.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DTypeTest {
    @ParameterizedTest
    @CsvSource({
        "F64, 64, 8",
        "F32, 32, 4",
        "BF16, 16, 2",
        "F16, 16, 2",
        "I64, 64, 8",
        "U8, 8, 1",
        "BOOL, 8, 1",
        "C64, 64, 4",
        "C128, 128, 8",
        "F8_E4M3, 8, 1",
        "F6_E2M3, 6, 1",
        "F4, 4, 1"
    })
    void knowsTheWidthOfAnElementAndOfAPlanesUnit(String name, int bits, int planeWidth) {
        assertThat(new DType(name).bits()).hasValue(bits);
        assertThat(new DType(name).planeWidth()).isEqualTo(planeWidth);
    }

    @ParameterizedTest
    @ValueSource(strings = {"QINT4", "C", "COMPLEX", "CFLOAT", "F3", "X"})
    void carriesTypesItDoesNotKnowAsBytes(String name) {
        assertThat(new DType(name)).hasToString(name);
        assertThat(new DType(name).bits()).isEmpty();
        assertThat(new DType(name).planeWidth()).isOne();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "f32", "F 32", "F32\n", "8F", "_F", "F32-X", "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456"})
    void refusesNamesThatAreNoWord(String name) {
        assertThatIllegalArgumentException().isThrownBy(() -> new DType(name));
    }
}
