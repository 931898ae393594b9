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

/** Lists the commits in which parameters changed. */
class LogCommandIT {
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
    void listsCommitsThatChangedAParameterAcrossRenames() throws IOException {
        repository.git("mv", "m.safetensors", "renamed.safetensors");
        repository.commit("move");
        repository.commit("renamed.safetensors", TinyCheckpoint.of(7, 3));
        assertThat(sandbox.theta(repository.folder(), "log", "--", "renamed.safetensors")
                        .succeeded()
                        .out()
                        .lines()
                        .filter(line -> !line.startsWith(" ")))
                .hasSize(3);
        JsonNode log = new ObjectMapper()
                .readTree(sandbox.theta(repository.folder(), "log", "--json", "--parameters", "second")
                        .succeeded()
                        .out());
        assertThat(log).hasSize(2);
        assertThat(log.get(0).get("commit").asText()).isEqualTo(repository.id("HEAD~2"));
        JsonNode file = log.get(0).get("files").get(0);
        assertThat(file.get("changes").get(0).get("kind").asText()).isEqualTo("modified");
        assertThat(file.get("newBytes").asLong()).isPositive();
    }

    @Test
    void showsOfAMergeWhatNoParentHas() throws IOException {
        repository.git("checkout", "-q", "-b", "side", "HEAD~1");
        repository.commit("m.safetensors", TinyCheckpoint.of(4, 2));
        repository.git("checkout", "-q", "main");
        repository.git("merge", "-q", "-m", "merge", "side");
        assertThat(sandbox.theta(repository.folder(), "log").succeeded().out()).doesNotContain("  merge\n");
        repository.write("m.safetensors", TinyCheckpoint.of(4, 9));
        repository.git("commit", "-q", "-a", "--amend", "-m", "merge and more");
        assertThat(sandbox.theta(repository.folder(), "log", "-n", "1")
                        .succeeded()
                        .out())
                .contains("  merge and more\n", "1 modified of 2 parameters", "M second")
                .doesNotContain("first");
    }

    @Test
    void worksInBareRepositoriesAndOnUnbornBranches() throws IOException {
        Path bare = sandbox.root().resolve("bare");
        repository.git("clone", "-q", "--bare", ".", bare.toString());
        assertThat(sandbox.theta(bare, "log", "-n", "1").succeeded().out()).contains("1 modified of 2", "M second");
        repository.git("checkout", "-q", "--orphan", "fresh");
        assertThat(sandbox.theta(repository.folder(), "log").exitedWith(3).err())
                .contains("no commit yet");
    }
}
