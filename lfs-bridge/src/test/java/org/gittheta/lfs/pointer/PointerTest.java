// SPDX-License-Identifier: Apache-2.0
package org.gittheta.lfs.pointer;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.gittheta.storage.digest.Sha256;
import org.gittheta.storage.object.StoredObject;
import org.junit.jupiter.api.Test;

class PointerTest {
    private static final StoredObject OBJECT = new StoredObject(Sha256.OF_NOTHING, 12345);

    @Test
    void hasTheTextOfTheSpecification() {
        assertThat(new String(Pointer.of(OBJECT), StandardCharsets.US_ASCII)).isEqualTo("""
                version https://git-lfs.github.com/spec/v1
                oid sha256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855
                size 12345
                """);
    }

    @Test
    void readsWhatItWrote() {
        assertThat(Pointer.parse(Pointer.of(OBJECT))).contains(OBJECT);
    }

    @Test
    void readsNothingElse() {
        assertThat(Pointer.parse("git-theta stub 1\n".getBytes(StandardCharsets.US_ASCII)))
                .isEmpty();
        assertThat(Pointer.parse(new byte[2000])).isEmpty();
    }
}
