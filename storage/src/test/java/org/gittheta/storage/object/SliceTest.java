// SPDX-License-Identifier: Apache-2.0
package org.gittheta.storage.object;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.gittheta.storage.digest.Sha256;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SliceTest {
    private static final String OID = "0123456789abcdef".repeat(4);

    @ParameterizedTest
    @ValueSource(strings = {":1", ":10", ":10@0+9", ":10@9+1", ":999999999999999999"})
    void hasOneText(String rest) {
        assertThat(Slice.parse(OID + rest)).hasToString(OID + rest);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                ":",
                ":0",
                ":01",
                ":-1",
                ":+1",
                ":1x",
                ":10@0+10",
                ":10@1",
                ":10+1",
                ":10@5+6",
                ":10@0+0",
                ":10@10+1",
                ":10@-1+2",
                ":10@+1+2",
                ":1000000000000000000",
                ":10@0+9 ",
                ":10@00+9",
                ":10@1+2@1+2",
                ":10+1@2",
                "::10"
            })
    void refusesEveryOtherText(String rest) {
        assertThatIllegalArgumentException().isThrownBy(() -> Slice.parse(OID + rest));
    }

    @Test
    void liesInsideOfItsObjectWhateverTheNumbers() {
        Sha256 oid = Sha256.parse(OID);
        assertThatIllegalArgumentException().isThrownBy(() -> new Slice(oid, 10, Long.MAX_VALUE, 5));
        assertThatIllegalArgumentException().isThrownBy(() -> new Slice(oid, 10, 5, Long.MAX_VALUE));
        assertThatIllegalArgumentException().isThrownBy(() -> new Slice(oid, 10, 0, Long.MIN_VALUE));
    }
}
