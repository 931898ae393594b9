// SPDX-License-Identifier: Apache-2.0
package org.gittheta.storage.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ParameterNameTest {
    @ParameterizedTest
    @CsvSource({
        "layer.0.weight, layer.0.weight",
        "'', %",
        "%, %25",
        "a b, a%20b",
        "'a\tb', a%09b",
        "'a\nb', a%0Ab",
        "a\u00a0b, a%C2%A0b",
        "a\u202eb, a%E2%80%AEb",
        "\ufeffa, %EF%BB%BFa",
        "\ud83d\ude00, \ud83d\ude00",
        "\udb40\udc41, %F3%A0%81%81",
        "größe, größe"
    })
    void escapesWhatIsNotVisibleAndNothingElse(String text, String escaped) {
        assertThat(new ParameterName(text).escaped()).isEqualTo(escaped);
        assertThat(ParameterName.unescape(escaped)).isEqualTo(new ParameterName(text));
    }

    @Test
    void everyCodePointComesBackFromOneWord() {
        for (int first = 0; first <= Character.MAX_CODE_POINT; first += 64) {
            if (first < Character.MIN_SURROGATE || first > Character.MAX_SURROGATE) {
                StringBuilder text = new StringBuilder();
                for (int c = first; c < first + 64; c++) {
                    text.appendCodePoint(c);
                }
                ParameterName name = new ParameterName(text.toString());
                assertThat(ParameterName.unescape(name.escaped())).isEqualTo(name);
                assertThat(name.escaped()
                                .codePoints()
                                .noneMatch(c -> Character.isISOControl(c) || Character.isWhitespace(c)))
                        .isTrue();
            }
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "a b",
                "%41",
                "%2",
                "%",
                "%%",
                "a%",
                "%0a",
                "%0G",
                "a\nb",
                "%FF",
                "%C2",
                "%ED%A0%80",
                "%C0%80",
                "%+1"
            })
    void refusesEveryOtherSpelling(String escaped) {
        if (!escaped.equals("%")) {
            assertThatIllegalArgumentException().isThrownBy(() -> ParameterName.unescape(escaped));
        }
    }

    @Test
    void replacesUnpairedSurrogates() {
        assertThat(new ParameterName("a\ud800").text()).isEqualTo("a\ufffd");
        assertThat(new ParameterName("\udc00\ud800b")).isEqualTo(new ParameterName("\ufffd\ufffdb"));
        assertThat(new ParameterName("\ud83d\ude00").text()).isEqualTo("\ud83d\ude00");
    }

    @Test
    void ordersByTheBytesOfUtf8() {
        Random random = new Random(1);
        int[] alphabet = {'a', 'b', 0x7f, 0x80, 0x7ff, 0xd7ff, 0xe000, 0xfffd, 0xffff, 0x10000, 0x10ffff};
        List<ParameterName> names = new ArrayList<>();
        for (int i = 0; i < 2000; i++) {
            StringBuilder text = new StringBuilder();
            for (int n = random.nextInt(4); n > 0; n--) {
                text.appendCodePoint(alphabet[random.nextInt(alphabet.length)]);
            }
            names.add(new ParameterName(text.toString()));
        }
        Comparator<ParameterName> byBytes = (a, b) -> Arrays.compareUnsigned(utf8(a), utf8(b));

        assertThat(names.stream().sorted().toList())
                .isEqualTo(names.stream().sorted(byBytes).toList());
    }

    private static byte[] utf8(ParameterName name) {
        return name.text().getBytes(StandardCharsets.UTF_8);
    }
}
