// SPDX-License-Identifier: Apache-2.0
package org.gittheta.cli.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Counts the bytes of checkpoints. */
class DuCommandIT {
    @TempDir
    private Path folder;

    private Sandbox sandbox;
    private Path repository;

    @BeforeEach
    void setUp() throws IOException {
        sandbox = Sandbox.in(folder);
        repository = TrackedRepository.in(sandbox, "r").folder();
        sandbox.write(repository, "a.safetensors", TinyCheckpoint.of(1, 2));
        sandbox.commit(repository, "one");
        sandbox.write(repository, "a.safetensors", TinyCheckpoint.of(1, 3));
        sandbox.commit(repository, "two");
    }

    @Test
    void countsWhatVersionsShareOnce() throws IOException {
        JsonNode all = json("du", "--all", "--json");
        assertThat(all.get("files")).hasSize(2);
        JsonNode first = all.get("files").get(0);
        JsonNode second = all.get("files").get(1);
        assertThat(first.get("storedBytes").asLong()).isPositive();
        assertThat(second.get("storedBytes").asLong())
                .isPositive()
                .isLessThan(first.get("storedBytes").asLong());
        assertThat(all.get("gitLfsBytes").asLong())
                .isEqualTo(
                        first.get("rawBytes").asLong() + second.get("rawBytes").asLong());
        long byCodec = 0;
        for (JsonNode codec : all.get("codecs")) {
            byCodec += codec.get("storedBytes").asLong();
        }
        assertThat(all.get("storedBytes").asLong()).isEqualTo(byCodec);
        assertThat(json("du", "--json").get("files").get(0).get("parameters")).hasSize(2);
        assertThat(json("du", "--json", "HEAD~1").get("storedBytes")).isEqualTo(first.get("storedBytes"));
    }

    @Test
    void printsATable() throws IOException {
        assertThat(sandbox.theta(repository, "du", "--parameters").succeeded().out())
                .contains("a.safetensors", "first (", "with the codec", "in all with Git LFS");
        assertThat(sandbox.theta(repository, "du", "nonsense").exitCode()).isEqualTo(2);
        assertThat(sandbox.theta(repository, "du", "--all", "HEAD").exitCode()).isEqualTo(2);
    }

    private JsonNode json(String... arguments) throws IOException {
        return new ObjectMapper()
                .readTree(sandbox.theta(repository, arguments).succeeded().out());
    }
}
