// SPDX-License-Identifier: Apache-2.0
package org.gittheta.cli.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Shows what changed between commits. */
class DiffCommandIT {
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
    void saysWhichParametersChangedAndByHowMuch() throws IOException {
        assertThat(sandbox.theta(repository.folder(), "diff", "HEAD~1", "HEAD")
                        .succeeded()
                        .out())
                .contains("1 modified of 2 parameters", "second", "100% changed", "max 1.00");
        JsonNode json = new ObjectMapper()
                .readTree(sandbox.theta(repository.folder(), "diff", "--json", "HEAD~1..HEAD", "--", "m.safetensors")
                        .succeeded()
                        .out());
        JsonNode change = json.get(0).get("changes").get(0);
        assertThat(change.get("after").get("name").asText()).isEqualTo("second");
        assertThat(change.get("numbers").get("changed").asInt()).isEqualTo(256);
        assertThat(change.get("numbers").get("maxAbs").asDouble()).isEqualTo(1);
    }

    @Test
    void worksInBareRepositoriesAndLinkedWorktrees() throws IOException {
        Path bare = sandbox.root().resolve("bare");
        repository.git("clone", "-q", "--bare", ".", bare.toString());
        assertThat(sandbox.theta(bare, "diff", "--name-status", "main~1", "main")
                        .succeeded()
                        .out())
                .isEqualTo("M\tm.safetensors\tsecond\n");
        String origin = sandbox.git(bare, "config", "remote.origin.url").out().strip();
        sandbox.git(bare, "remote", "remove", "origin");
        assertThat(sandbox.theta(bare, "diff", "main~1", "main").exitedWith(5).err())
                .contains("objects are missing", "of m.safetensors");
        sandbox.git(bare, "remote", "add", "origin", origin);
        Path linked = sandbox.worktree(repository.folder(), "linked");
        sandbox.theta(linked, "diff", "--stat", "--exit-code", "HEAD~1", "HEAD").exitedWith(1);
    }

    @Test
    void showsTheIndexOfAnUnbornBranchAndDeletedFiles() throws IOException {
        repository.git("rm", "-q", "m.safetensors");
        assertThat(sandbox.theta(repository.folder(), "diff", "--cached", "--name-status", "--parameters", "f*")
                        .succeeded()
                        .out())
                .isEqualTo("D\tm.safetensors\tfirst\n");
        repository.git("reset", "-q", "--hard");
        repository.git("checkout", "-q", "--orphan", "fresh");
        assertThat(sandbox.theta(repository.folder(), "diff", "--cached", "--stat")
                        .succeeded()
                        .out())
                .contains("2 added of 2 parameters");
    }

    @Test
    void comparesVersionsOfTwoFormatsAndNamesWhatIsNoVersion() throws IOException {
        repository.commit("m.safetensors", Fixtures.of("weights.safetensors"));
        repository.commit("m.safetensors", Fixtures.of("weights.pt"));
        assertThat(sandbox.theta(repository.folder(), "diff", "--json", "HEAD~1", "HEAD")
                        .succeeded()
                        .out())
                .contains("\"oldFormat\" : \"safetensors\"", "\"format\" : \"pytorch-zip\"")
                .doesNotContain("\"modified\"");
        assertThat(sandbox.theta(repository.folder(), "diff", "nowhere", "HEAD")
                        .exitedWith(2)
                        .err())
                .contains("no commit and no file 'nowhere'");
    }

    @Test
    void comparesFilesInNoRepositoryAcrossFormats() throws IOException {
        sandbox.write(sandbox.root(), "a.safetensors", TinyCheckpoint.of(1, 2));
        sandbox.write(sandbox.root(), "b.safetensors", TinyCheckpoint.of(1, 4));
        assertThat(sandbox.theta(sandbox.root(), "diff", "--no-index", "a.safetensors", "b.safetensors")
                        .exitedWith(1)
                        .out())
                .contains("b.safetensors (was a.safetensors): 1 modified of 2 parameters", "second", "max 2.00");
        sandbox.theta(sandbox.root(), "diff", "--no-index", "a.safetensors", "a.safetensors")
                .succeeded();
        sandbox.write(sandbox.root(), "w.pt", Fixtures.of("weights.pt"));
        sandbox.write(sandbox.root(), "w.safetensors", Fixtures.of("weights.safetensors"));
        assertThat(sandbox.theta(sandbox.root(), "diff", "--no-index", "--json", "w.pt", "w.safetensors")
                        .exitedWith(1)
                        .out())
                .contains("\"oldFormat\" : \"pytorch-zip\"", "\"format\" : \"safetensors\"")
                .doesNotContain("\"modified\"");
        assertThat(sandbox.theta(sandbox.root(), "diff", "--no-index", "w.pt", "none")
                        .exitedWith(6)
                        .err())
                .contains("no such file");
    }

    @Test
    void writesAPageASummaryAndColours() throws IOException {
        sandbox.theta(repository.folder(), "diff", "--html", "page.html", "HEAD~1", "HEAD")
                .succeeded();
        assertThat(new String(repository.read("page.html"), StandardCharsets.UTF_8))
                .startsWith("<!DOCTYPE html>")
                .contains("\"name\":\"second\"", "\"bins\":[[1,0,256]]");
        assertThat(sandbox.theta(repository.folder(), "diff", "--markdown", "HEAD~1", "HEAD")
                        .succeeded()
                        .out())
                .startsWith("### <code>m.safetensors</code>");
        assertThat(sandbox.theta(repository.folder(), "diff", "--color", "HEAD~1", "HEAD")
                        .succeeded()
                        .out())
                .startsWith("\u001b[1m");
        repository.git("config", "color.ui", "always");
        assertThat(sandbox.theta(repository.folder(), "diff", "--no-color", "HEAD~1", "HEAD")
                        .succeeded()
                        .out())
                .doesNotContain("\u001b");
    }
}
