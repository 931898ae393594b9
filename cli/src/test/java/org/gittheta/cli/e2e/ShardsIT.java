// SPDX-License-Identifier: Apache-2.0
package org.gittheta.cli.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Takes a model in two files and an index as one. */
class ShardsIT {
    private static final String ONE = "m/model-00001-of-00002.safetensors";
    private static final String TWO = "m/model-00002-of-00002.safetensors";
    private static final String INDEX = "m/model.safetensors.index.json";

    @TempDir
    private Path folder;

    private TrackedRepository repository;

    @BeforeEach
    void setUp() throws IOException {
        repository = TrackedRepository.in(Sandbox.in(folder), "r");
        repository.write(
                INDEX,
                "{\"weight_map\": {\"a\": \"%s\", \"b\": \"%s\"}}"
                        .formatted(ONE.substring(2), TWO.substring(2))
                        .getBytes(StandardCharsets.UTF_8));
        save("all", Map.of("a", 1L, "moves", 2L), Map.of("b", 3L));
    }

    private void save(String message, Map<String, Long> one, Map<String, Long> two) throws IOException {
        repository.write(ONE, new Model(600, one).bytes());
        repository.write(TWO, new Model(600, two).bytes());
        repository.commit(message);
    }

    private String theta(String... arguments) throws IOException {
        return repository
                .sandbox()
                .theta(repository.folder(), arguments)
                .succeeded()
                .out();
    }

    @Test
    void aParameterThatMovesIsNeitherAChangeNorStoredAgain() throws IOException {
        int objects = repository.store().objects().size();
        save("moved and changed", Map.of("a", 4L), Map.of("b", 3L, "moves", 2L));

        assertThat(theta("diff", "--name-status", "HEAD~1", "HEAD", "--", INDEX))
                .contains("a")
                .doesNotContain("moves");
        assertThat(theta("log", "--", INDEX)).contains("moved and changed", INDEX + ": ");
        assertThat(theta("show", "HEAD:" + INDEX)).contains("3 parameters", "moves");
        assertThat(theta("show", ":m")).contains("3 parameters", "moves");
        assertThat(theta("du", "HEAD", "--", INDEX)).contains(INDEX).doesNotContain("00001");
        // The changed parameter and both headers share an object for each file.
        assertThat(repository.store().objects()).hasSizeLessThanOrEqualTo(objects + 2);
    }

    @Test
    void aMergeOfWhatMovedOnOneSideAndChangedOnTheOtherIsRefused() throws IOException {
        repository.git("branch", "theirs");
        save("ours", Map.of("a", 1L, "moves", 5L), Map.of("b", 3L));
        repository.git("checkout", "-q", "theirs");
        save("theirs", Map.of("a", 1L), Map.of("b", 3L, "moves", 2L));

        assertThat(repository
                        .sandbox()
                        .theta(repository.folder(), "merge", "main")
                        .exitedWith(3)
                        .err())
                .contains("one side moved moves");
        assertThat(repository.git("status", "--porcelain").out()).isEmpty();
    }
}
