// SPDX-License-Identifier: Apache-2.0
package org.gittheta.cli.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Merges several branches at once, tries strategies, and mends what git merged without the driver. */
class MergeManyIT {
    private static final Model BASE = Model.small(1);
    private static final Model OURS = BASE.with("p01", 2);
    private static final Model LEFT = BASE.with("p05", 3).with("p06", 3);
    private static final Model RIGHT = BASE.with("p05", 4).with("p09", 4);

    @TempDir
    private Path folder;

    private TrackedRepository repository;

    @BeforeEach
    void setUp() throws IOException {
        repository = TrackedRepository.in(Sandbox.in(folder), "r");
        repository.commit("m.safetensors", BASE.bytes());
        branch("left", LEFT, "left.txt");
        branch("right", RIGHT, "right.txt");
        repository.commit("m.safetensors", OURS.bytes());
    }

    private void branch(String name, Model model, String note) throws IOException {
        repository.git("switch", "-q", "-c", name);
        repository.write(note, "x\n".getBytes(StandardCharsets.UTF_8));
        repository.commit("m.safetensors", model.bytes());
        repository.git("switch", "-q", "main");
    }

    private Sandbox.Result theta(String... arguments) throws IOException {
        return repository.sandbox().theta(repository.folder(), arguments);
    }

    @Test
    void mergesAllSidesIntoOneCommit() throws IOException {
        String before = repository.id("HEAD");
        assertThat(theta("merge", "left", "right").exitedWith(1).err())
                .contains("m.safetensors: several sides changed p05, and a merge of more than two leaves nothing open");
        assertThat(repository.id("HEAD")).isEqualTo(before);
        assertThat(theta("merge", "--dry-run", "--rule", "p05=base", "left", "right")
                        .succeeded()
                        .out())
                .isEqualTo("m.safetensors:\n  p05: base (both changed its values)\n");

        theta("merge", "--strategy", "linear:weight=0:0:1", "left", "right", "HEAD~1")
                .succeeded();

        repository.assertClean();
        repository.assertHolds(
                "m.safetensors",
                RIGHT.with("p01", 2).with("p06", LEFT.seeds().get("p06")).bytes());
        assertThat(repository.path("left.txt")).exists();
        assertThat(repository.path("right.txt")).exists();
        assertThat(repository.git("log", "-1", "--format=%P%n%B").out())
                .startsWith(before + " " + repository.id("left") + " " + repository.id("right")
                        + "\nMerge branches 'left' and 'right'\n")
                .contains("Theta-strategy: linear:weight=0:0:1\n");
        theta("fsck").succeeded();
    }

    @Test
    void refusesOtherFilesThatConflictAndChangesNothing() throws IOException {
        repository.git("switch", "-q", "right");
        repository.write("left.txt", "y\n".getBytes(StandardCharsets.UTF_8));
        repository.commit("another");
        repository.git("switch", "-q", "main");
        assertThat(theta("merge", "--strategy", "linear", "left", "right")
                        .exitedWith(1)
                        .err())
                .isEqualTo("git theta: left.txt cannot be merged without a conflict: nothing was changed."
                        + " Merge one branch at a time\n");
        repository.assertHolds("m.safetensors", OURS.bytes());
        repository.assertClean();
    }

    @Test
    void triesStrategiesAndLeavesNoTrace() throws IOException {
        repository.git("merge", "-q", "left");
        repository.commit("other.safetensors", Model.small(7).bytes());
        String state = repository.git("rev-parse", "HEAD").out() + repository.index();
        List<String> objects = repository.store().objects();
        JsonNode trials = new ObjectMapper()
                .readTree(theta(
                                "merge",
                                "--try",
                                "theirs",
                                "--try",
                                "linear",
                                "--try",
                                "karcher:max-iter=1",
                                "--eval",
                                "echo first; cksum {}; test -s {}",
                                "--keep",
                                "kept",
                                "--json",
                                "right")
                        .succeeded()
                        .out());
        assertThat(trials.findValuesAsText("strategy")).containsExactly("theirs", "linear", "karcher:max-iter=1");
        assertThat(trials.findValuesAsText("lastLine")).doesNotHaveDuplicates();
        Path theirs = Path.of(trials.get(0).get("candidate").asText());
        assertThat(theirs)
                .hasBinaryContent(
                        LEFT.with("p01", 2).with("p05", 4).with("p09", 4).bytes());
        assertThat(trials.get(0).get("lastLine").asText()).endsWith(theirs.toString());
        StoreFiles.delete(repository.path("kept"));

        Sandbox.Result table = theta("merge", "--try", "ties", "--try", "ours", "--eval", "ls {} && exit 3", "right")
                .exitedWith(1);
        assertThat(table.out().lines()).hasSize(3).first().asString().matches("strategy +exit +time +says");
        assertThat(table.out()).contains("ties").containsPattern("3 +[0-9.]+ s +/.*/m.safetensors");
        assertThat(repository.git("rev-parse", "HEAD").out() + repository.index())
                .isEqualTo(state);
        assertThat(repository.store().objects()).isEqualTo(objects);
        assertThat(repository.store().temporary()).isEmpty();
        repository.assertClean();
    }

    @Test
    void mendsWhatGitMergedWithoutTheDriver() throws IOException {
        // Lines side by side: a merge of lines cannot tell the changes apart.
        repository.git("switch", "-q", "-c", "near", "HEAD~1");
        repository.commit("m.safetensors", BASE.with("p02", 9).bytes());
        repository.git("switch", "-q", "main");
        assertThat(repository.attempt("merge", "-q", "-s", "resolve", "near").exitCode())
                .isEqualTo(1);
        assertThat(Files.readString(repository.path("m.safetensors"))).contains("<<<<<<<");
        assertThat(theta("status").succeeded().out()).contains("git theta merge --mend");
        theta("merge", "--mend").succeeded();
        repository.git("commit", "-q", "--no-edit");
        repository.assertClean();
        repository.assertHolds("m.safetensors", OURS.with("p02", 9).bytes());

        // Lines far from each other: git's octopus merges them, and leaves the text of a stub.
        repository.git("switch", "-q", "-c", "far", "HEAD^");
        repository.commit("m.safetensors", OURS.with("p11", 8).bytes());
        repository.git("switch", "-q", "main");
        repository.git("merge", "-q", "--no-edit", "far", "left");
        theta("merge", "--mend").succeeded();
        repository.assertClean();
        repository.assertHolds(
                "m.safetensors",
                LEFT.with("p01", 2).with("p02", 9).with("p11", 8).bytes());
    }
}
