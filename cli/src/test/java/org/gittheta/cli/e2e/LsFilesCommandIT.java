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

/** Lists checkpoints of indexes and commits. */
class LsFilesCommandIT {
    @TempDir
    private Path folder;

    private Sandbox sandbox;
    private Path repository;

    @BeforeEach
    void setUp() throws IOException {
        sandbox = Sandbox.in(folder);
        repository = TrackedRepository.in(sandbox, "r").folder();
        sandbox.write(repository, "größe 1/a.safetensors", TinyCheckpoint.of(1, 2));
        sandbox.write(repository, "notes.txt", "x");
        sandbox.commit(repository, "one");
        sandbox.write(repository, "b.safetensors", TinyCheckpoint.of(1, 2));
        sandbox.git(repository, "add", "b.safetensors");
    }

    @Test
    void listsTheIndexAsSeenFromHere() throws IOException {
        assertThat(sandbox.theta(repository, "ls-files").succeeded().out())
                .isEqualTo("b.safetensors\ngröße 1/a.safetensors\n");
        assertThat(sandbox.theta(repository.resolve("größe 1"), "ls-files")
                        .succeeded()
                        .out())
                .isEqualTo("../b.safetensors\na.safetensors\n");
        assertThat(sandbox.theta(repository, "ls-files", "b*").succeeded().out())
                .isEqualTo("b.safetensors\n");
    }

    @Test
    void listsACommitAlsoInABareRepository() throws IOException {
        assertThat(sandbox.theta(repository, "ls-files", "HEAD").succeeded().out())
                .isEqualTo("größe 1/a.safetensors\n");
        Path bare = sandbox.root().resolve("bare");
        sandbox.git(repository, "clone", "-q", "--bare", ".", bare.toString());
        assertThat(sandbox.theta(bare, "ls-files", "main").succeeded().out()).isEqualTo("größe 1/a.safetensors\n");
    }

    @Test
    void showsWhatStubsSay() throws IOException {
        assertThat(sandbox.theta(repository, "ls-files", "--long", "b.safetensors")
                        .succeeded()
                        .out())
                .matches(
                        "[0-9a-f]{10}  safetensors  2 parameters  [0-9.]+ kB  [0-9.]+ k?B stored  real  b.safetensors\n");
        JsonNode json = new ObjectMapper()
                .readTree(sandbox.theta(repository, "ls-files", "--json")
                        .succeeded()
                        .out());
        assertThat(json).hasSize(2);
        JsonNode second = json.get(0).get("parameters").get(1);
        assertThat(second.get("name").asText()).isEqualTo("second");
        assertThat(second.get("dtype").asText()).isEqualTo("F32");
        assertThat(second.get("shape").toString()).isEqualTo("[16,16]");
        assertThat(second.get("size").asInt()).isEqualTo(1024);
        assertThat(second.get("sha256").asText()).hasSize(64);
    }
}
