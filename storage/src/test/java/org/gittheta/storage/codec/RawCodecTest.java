// SPDX-License-Identifier: Apache-2.0
package org.gittheta.storage.codec;

import static org.assertj.core.api.Assertions.assertThat;

import org.gittheta.storage.tensor.DType;
import org.junit.jupiter.api.Test;

class RawCodecTest extends CodecContract {
    @Override
    protected Codec codec() {
        return new RawCodec();
    }

    @Test
    void storesTheBytesThemselves() {
        assertThat(PayloadFile.encode(codec(), DType.U8, Samples.noise(100))).isEqualTo(Samples.noise(100));
    }
}
