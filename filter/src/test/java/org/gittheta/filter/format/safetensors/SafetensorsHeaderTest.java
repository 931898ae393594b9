// SPDX-License-Identifier: Apache-2.0
package org.gittheta.filter.format.safetensors;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import org.gittheta.filter.format.MalformedCheckpointException;
import org.gittheta.storage.tensor.DType;
import org.gittheta.storage.tensor.ParameterName;
import org.gittheta.storage.tensor.Shape;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SafetensorsHeaderTest {
    @Test
    void listsTensorsInTheOrderOfTheirData() throws MalformedCheckpointException {
        assertThat(SafetensorsHeader.parse(("{\"b\":{\"dtype\":\"BF16\",\"shape\":[],\"data_offsets\":[24,26]},"
                                + "\"__metadata__\":{\"x\":\"y\"},"
                                + "\"none\":{\"data_offsets\":[24,24],\"shape\":[0,9],\"dtype\":\"U8\"},"
                                + "\"a\":{\"dtype\":\"F32\",\"shape\":[2,3],\"data_offsets\":[0,24]}}  ")
                        .getBytes(UTF_8)))
                .containsExactly(
                        tensor("a", "F32", Shape.of(2, 3), 0, 24),
                        tensor("none", "U8", Shape.of(0, 9), 24, 24),
                        tensor("b", "BF16", Shape.of(), 24, 26));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "[]",
                "{} {}",
                "{\"a\":1}",
                "{\"a\":{}}",
                "{\"a\":{'dtype':'F32','shape':[1],'data_offsets':[0,4]}",
                "{'a':{'dtype':'F32','shape':[1],'data_offsets':[0,4,4]}}",
                "{'a':{'dtype':'F32','shape':[1],'data_offsets':[0]}}",
                "{'a':{'dtype':'F32','shape':[1],'data_offsets':[0,4],'more':1}}",
                "{'a':{'dtype':'F32','dtype':'F32','shape':[1],'data_offsets':[0,4]}}",
                "{'a':{'dtype':'f32','shape':[1],'data_offsets':[0,4]}}",
                "{'a':{'dtype':4,'shape':[1],'data_offsets':[0,4]}}",
                "{'a':{'dtype':'F32','shape':[-1],'data_offsets':[0,4]}}",
                "{'a':{'dtype':'F32','shape':[1.0],'data_offsets':[0,4]}}",
                "{'a':{'dtype':'F32','shape':1,'data_offsets':[0,4]}}",
                "{'a':{'dtype':'F32','shape':[2],'data_offsets':[0,4]}}",
                "{'a':{'dtype':'F32','shape':[1],'data_offsets':[4,8]}}",
                "{'a':{'dtype':'F32','shape':[1],'data_offsets':[0,-4]}}",
                "{'a':{'dtype':'F32','shape':[1],'data_offsets':[-4,0]}}",
                "{'a':{'dtype':'F32','shape':[1],'data_offsets':[0,9223372036854775808]}}",
                "{'a':{'dtype':'U8','shape':[4611686018427387904,4],'data_offsets':[0,0]}}",
                "{'a':{'dtype':'F32','shape':[1],'data_offsets':[0,4]},'b':{'dtype':'F32','shape':[1],'data_offsets':[3,7]}}",
                "{'a':{'dtype':'F32','shape':[1],'data_offsets':[0,4]},'b':{'dtype':'F32','shape':[1],'data_offsets':[5,9]}}",
                "{'a':{'dtype':'F32','shape':[1],'data_offsets':[0,4]},'a':{'dtype':'F32','shape':[1],'data_offsets':[4,8]}}"
            })
    void refusesWhatItsLibraryRefuses(String json) {
        assertThatExceptionOfType(MalformedCheckpointException.class)
                .isThrownBy(
                        () -> SafetensorsHeader.parse(json.replace('\'', '"').getBytes(UTF_8)));
    }

    @Test
    void refusesMoreDimensionsAndDeeperMetadataThanAnyoneNeeds() {
        refusesWhatItsLibraryRefuses("{'a':{'dtype':'U8','shape':[" + "1,".repeat(64) + "1],'data_offsets':[0,1]}}");
        refusesWhatItsLibraryRefuses("{'__metadata__':{'a':" + "[".repeat(100_000) + "}}");
    }

    private static TensorInfo tensor(String name, String dtype, Shape shape, long begin, long end) {
        return new TensorInfo(new ParameterName(name), new DType(dtype), shape, begin, end);
    }
}
