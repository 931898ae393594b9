// SPDX-License-Identifier: Apache-2.0
package org.gittheta.filter.shards;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ShardNameTest {
    @ParameterizedTest
    @CsvSource({
        "model-00001-of-00003.safetensors, model.safetensors.index.json",
        "a/b/pytorch_model-00002-of-00002.bin, a/b/pytorch_model.bin.index.json",
        "a-1-of-2/x-1-of-2, a-1-of-2/x.index.json"
    })
    void partsLeadToTheirIndexAndBack(String part, String index) {
        assertThat(ShardName.of(part).orElseThrow().index()).isEqualTo(index);
        assertThat(ShardName.ofIndex(index)).isEqualTo(ShardName.of(part));
    }

    @ParameterizedTest
    @ValueSource(strings = {"model.safetensors", "model-1-of-.bin", "-1-of-2", "a-1-of-2/model.bin", ""})
    void otherFilesAreNoParts(String path) {
        assertThat(ShardName.of(path)).isEmpty();
        assertThat(ShardName.ofIndex(path)).isEmpty();
    }

    @Test
    void anIndexStandsForTheFilesOfItsModel() {
        assertThat(ShardName.pathspec("a*/model.bin.index.json")).isEqualTo(":(glob)a\\*/model-*-of-*.bin");
        assertThat(ShardName.pathspec("a/model.bin")).isEqualTo("a/model.bin");
    }
}
