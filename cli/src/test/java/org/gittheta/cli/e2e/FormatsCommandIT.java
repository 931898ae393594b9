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

/** Lists formats. */
class FormatsCommandIT {
    @TempDir
    private Path folder;

    private Sandbox sandbox;
    private Path repository;

    @BeforeEach
    void setUp() throws IOException {
        sandbox = Sandbox.in(folder);
        repository = sandbox.repository("r");
    }

    @Test
    void listsWhatIsReadAlsoOutsideOfARepository() throws IOException {
        assertThat(sandbox.theta(folder, "formats").succeeded().out().lines())
                .anyMatch(line -> line.matches("safetensors +built in +safetensors files .*"))
                .anyMatch(line -> line.startsWith("hdf5 "));
    }

    @Test
    void writesTheSameAsJson() throws IOException {
        JsonNode formats = new ObjectMapper()
                .readTree(sandbox.theta(repository, "formats", "--json")
                        .succeeded()
                        .out());

        assertThat(formats).hasSizeGreaterThan(10);
        assertThat(formats.findValuesAsText("name")).isSorted().contains("onnx", "gguf");
        assertThat(formats.findValuesAsText("plugin")).containsOnly("false");
    }

    @Test
    void saysWhatIsWrongWithThePathOfPlugins() throws IOException {
        sandbox.git(
                repository,
                "config",
                "theta.pluginPath",
                folder.resolve("nowhere").toString());

        assertThat(sandbox.theta(repository, "formats").err())
                .contains("nowhere")
                .contains("no jar");
    }
}
