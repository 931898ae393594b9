// SPDX-License-Identifier: Apache-2.0
package org.gittheta.benchmarks.compare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ByteSizeTest {
    @ParameterizedTest
    @CsvSource({"1100000000,1100000000", "1.1GB,1100000000", "1.1 GB,1100000000", "90MB,90000000", "12k,12000", "7B,7"})
    void readsDecimalUnits(String text, long bytes) {
        assertThat(ByteSize.parse(text)).isEqualTo(bytes);
    }

    @ParameterizedTest
    @CsvSource({
        "1100000000,1.1 GB",
        "6000000000,6 GB",
        "10000000000,10 GB",
        "999999999,1 GB",
        "90000000,90 MB",
        "4500000,4.5 MB",
        "1234,1.2 kB",
        "7,7 B"
    })
    void writesAFewDigits(long bytes, String text) {
        assertThat(ByteSize.format(bytes)).isEqualTo(text);
    }

    @Test
    void refusesOtherForms() {
        assertThatThrownBy(() -> ByteSize.parse("-1"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("1.1GB");
    }
}
