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

/** Shows what a version of a checkpoint holds. */
class ShowCommandIT {
    @TempDir
    private Path folder;

    private Sandbox sandbox;
    private TrackedRepository repository;

    @BeforeEach
    void setUp() throws IOException {
        sandbox = Sandbox.in(folder);
        repository = TrackedRepository.ofTwoVersions(sandbox);
    }

    @Test
    void showsParametersAndTheirNumbers() throws IOException {
        assertThat(sandbox.theta(repository.folder(), "show", "HEAD:m.safetensors")
                        .succeeded()
                        .out())
                .contains("HEAD:m.safetensors: safetensors, 2 parameters", "first", "F32 [16,16]", "stored");
        JsonNode shown = new ObjectMapper()
                .readTree(
                        sandbox.theta(repository.folder(), "show", "--json", "--stats", "HEAD~1:m.safetensors", "sec*")
                                .succeeded()
                                .out());
        JsonNode second = shown.get("parameters").get(0);
        assertThat(shown.get("parameters")).hasSize(1);
        assertThat(second.get("statistics").get("mean").asDouble()).isEqualTo(2 + 255 / 2.0);
        assertThat(second.get("statistics").get("max").asDouble()).isEqualTo(257);
    }

    @Test
    void saysWhatIsNoCheckpoint() throws IOException {
        assertThat(sandbox.theta(repository.folder(), "show", "HEAD:none")
                        .exitedWith(2)
                        .err())
                .contains("git has no file 'HEAD:none'");
        assertThat(sandbox.theta(repository.folder(), "show", "HEAD:.gitattributes")
                        .exitedWith(2)
                        .err())
                .contains("is no checkpoint");
        assertThat(sandbox.theta(repository.folder(), "show", ":m.safetensors")
                        .succeeded()
                        .out())
                .contains("second");
    }
}
