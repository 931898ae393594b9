// SPDX-License-Identifier: Apache-2.0
package org.gittheta.lfs.remote;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NetrcTest {
    @ParameterizedTest
    @CsvSource({
        "'machine h.org login me password p', me:p",
        "'machine h.org\n  login me\n  password p\n', me:p",
        "'# machine h.org login no password no\nmachine H.org password p', :p",
        "'machine other login a password b default login me account x password p', me:p",
        "'macdef init\nmachine h.org login no password no\n\nmachine h.org login me password p', me:p",
        "'machine h.org login me', ",
        "'', ",
        "'machine', ",
    })
    void netrcIsReadAsCurlReadsIt(String text, String expected) {
        assertThat(Netrc.find(text, "h.org")).isEqualTo(Optional.ofNullable(expected));
    }
}
