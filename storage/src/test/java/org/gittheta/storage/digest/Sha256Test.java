// SPDX-License-Identifier: Apache-2.0
package org.gittheta.storage.digest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class Sha256Test {
    private static final String ABC = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";

    @Test
    void isTheHashOfTheStandard() {
        assertThat(Sha256Digest.of("abc".getBytes(StandardCharsets.US_ASCII))).hasToString(ABC);
        assertThat(Sha256Digest.of(new byte[0])).isEqualTo(Sha256.OF_NOTHING);
    }

    @Test
    void sumsTheSameInPartsAndBeginsAnew() {
        byte[] bytes = "xxabcxx".getBytes(StandardCharsets.US_ASCII);
        Sha256Digest digest = new Sha256Digest();
        for (int again = 0; again < 2; again++) {
            assertThat(digest.update(bytes, 2, 1).update(bytes, 3, 2).finish()).hasToString(ABC);
        }
    }

    @Test
    void parsesWhatItWrites() {
        assertThat(Sha256.parse(ABC)).hasToString(ABC);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "ba78", "BA7816BF8F01CFEA414140DE5DAE2223B00361A396177A9CB410FF61F20015AD"})
    void refusesEveryOtherText(String text) {
        assertThatIllegalArgumentException().isThrownBy(() -> Sha256.parse(text));
    }

    @Test
    void refusesAnyOtherCharacterAtAnyPlace() {
        for (int at = 0; at < 64; at++) {
            for (char c : new char[] {'g', 'F', ' ', '\n', '+', '-', '\u0661', '\uff11'}) {
                String text = ABC.substring(0, at) + c + ABC.substring(at + 1);
                assertThatIllegalArgumentException().isThrownBy(() -> Sha256.parse(text));
            }
        }
    }

    @Test
    void ordersAsItsText() {
        List<String> texts = List.of("0", "7", "8", "f").stream()
                .map(d -> d + ABC.substring(1))
                .toList();
        List<String> more = List.of(ABC.substring(0, 63) + "0", ABC, ABC.substring(0, 40) + "f" + ABC.substring(41));
        List<String> all =
                java.util.stream.Stream.concat(texts.stream(), more.stream()).toList();
        assertThat(all.stream().map(Sha256::parse).sorted().map(Object::toString))
                .isEqualTo(all.stream().sorted().toList());
    }

    @Test
    void takes32Bytes() {
        assertThatIllegalArgumentException().isThrownBy(() -> Sha256.of(new byte[31]));
        byte[] ones = new byte[32];
        Arrays.fill(ones, (byte) 0x11);
        assertThat(Sha256.of(ones)).hasToString("1".repeat(64));
    }
}
