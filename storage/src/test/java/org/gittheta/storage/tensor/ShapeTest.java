// SPDX-License-Identifier: Apache-2.0
package org.gittheta.storage.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ShapeTest {
    @ParameterizedTest
    @ValueSource(strings = {"[]", "[0]", "[4,16]", "[1,0,3]", "[9223372036854775807]"})
    void hasOneText(String text) {
        assertThat(Shape.parse(text)).hasToString(text);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "[",
                "]",
                "4",
                "[,]",
                "[4,]",
                "[4, 16]",
                "[-1]",
                "[+1]",
                "[01]",
                "[1.0]",
                "[\u0661]",
                "[4]]",
                "[9223372036854775808]"
            })
    void refusesEveryOtherText(String text) {
        assertThatIllegalArgumentException().isThrownBy(() -> Shape.parse(text));
    }

    @Test
    void hasAtMost64Dimensions() {
        assertThat(Shape.of(new long[64]).extents()).hasSize(64);
        assertThatIllegalArgumentException().isThrownBy(() -> Shape.of(new long[65]));
    }

    @Test
    void countsItsElementsWhereTheyFitInto63Bits() {
        assertThat(Shape.of().elements()).hasValue(1);
        assertThat(Shape.of(4, 16).elements()).hasValue(64);
        assertThat(Shape.of(Long.MAX_VALUE).elements()).hasValue(Long.MAX_VALUE);
        assertThat(Shape.of(1L << 32, 1L << 31).elements()).isEmpty();
        assertThat(Shape.of(1L << 32, 1L << 32, 3).elements()).isEmpty();
        assertThat(Shape.of(1L << 62, 1L << 62, 0).elements()).hasValue(0);
    }

    @Test
    void isAValue() {
        long[] extents = {2, 3};
        Shape shape = Shape.of(extents);
        extents[0] = 7;
        shape.extents()[1] = 9;
        assertThat(shape).isEqualTo(Shape.of(List.of(2L, 3L))).hasSameHashCodeAs(Shape.of(2, 3));
        assertThat(shape).isNotEqualTo(Shape.of(3, 2));
    }
}
