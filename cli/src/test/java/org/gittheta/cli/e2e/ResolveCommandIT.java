// SPDX-License-Identifier: Apache-2.0
package org.gittheta.cli.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Settles what a merge left open. */
class ResolveCommandIT {
    private static final Model BASE = Model.small(1);
    private static final Model OURS = BASE.with("p05", 2).with("p08", 3);
    private static final Model THEIRS = BASE.with("p05", 4).with("p08", 5).with("p09", 6);

    @TempDir
    private Path folder;

    private TrackedRepository repository;

    @BeforeEach
    void setUp() throws IOException {
        repository = TrackedRepository.in(Sandbox.in(folder), "r");
        repository.commit("m.safetensors", BASE.bytes());
        repository.git("switch", "-q", "-c", "side");
        repository.commit("m.safetensors", THEIRS.bytes());
        repository.git("switch", "-q", "main");
        repository.commit("m.safetensors", OURS.bytes());
        assertThat(repository.attempt("merge", "-q", "side").exitCode()).isEqualTo(1);
        repository.assertHolds("m.safetensors", OURS.with("p09", 6).bytes());
    }

    private Sandbox.Result theta(String... arguments) throws IOException {
        return repository.sandbox().theta(repository.folder(), arguments);
    }

    @Test
    void settlesSomeThenTheRestAndStages() throws IOException {
        assertThat(theta("conflicts", "--no-numbers")
                        .exitedWith(1)
                        .out()
                        .lines()
                        .map(String::strip))
                .containsExactly(
                        "m.safetensors: 2 parameters open",
                        "p05  both changed its values  BF16 [600]",
                        "p08  both changed its values  BF16 [600]");
        JsonNode open = new ObjectMapper()
                .readTree(theta("conflicts", "--json").exitedWith(1).out())
                .get(0)
                .get("open");
        assertThat(open.findValuesAsText("name")).containsExactly("p05", "p08");
        JsonNode numbers = open.get(0).get("numbers");
        assertThat(numbers.get("ours").get("relativeL2").asDouble()).isPositive();
        // Both went from the same base to numbers that have nothing to do with each other.
        assertThat(numbers.get("cosine").asDouble()).isBetween(0.3, 0.7);
        assertThat(theta("status").succeeded().out())
                .startsWith("In conflict")
                .contains("  m.safetensors: 2 parameters open\n  p05  both changed its values  BF16 [600]  ours: ")
                .contains("; cosine 0.");
        theta("resolve", "--theirs", "--parameters", "p05").exitedWith(1);
        repository.assertHolds(
                "m.safetensors", OURS.with("p09", 6).with("p05", 4).bytes());
        assertThat(theta("conflicts", "--no-numbers").exitedWith(1).out())
                .startsWith("m.safetensors: 1 parameter open, 1 settled\n  p08");
        assertThat(theta("resolve", "--theirs", "--parameters", "q*")
                        .exitedWith(2)
                        .err())
                .contains("'q*' matches no parameter that is open");
        theta("resolve", "--base").succeeded();
        repository.git("commit", "-q", "--no-edit");
        repository.assertHolds(
                "m.safetensors", BASE.with("p05", 4).with("p09", 6).bytes());
        repository.assertClean();
        assertThat(theta("conflicts").succeeded().out()).isEqualTo("No checkpoint is in conflict.\n");
    }

    @Test
    void saysWhatIsOpenThoughObjectsAreMissing() throws IOException {
        StoreFiles.delete(repository.store().lfs());
        for (String command : List.of("status", "conflicts")) {
            assertThat(theta(command, "--json").out())
                    .contains("\"p05\"", "\"p08\"", "\"reason\"")
                    .doesNotContain("relativeL2");
        }
        assertThat(theta("status").succeeded().out()).contains("p08  both changed its values", "is missing");
    }

    @Test
    void anAbortedMergeLeavesNothingAndAnotherBeginsAnew() throws IOException {
        theta("resolve", "--theirs", "--parameters", "p05").exitedWith(1);
        repository.git("merge", "--abort");
        repository.assertHolds("m.safetensors", OURS.bytes());
        repository.assertClean();
        theta("conflicts").succeeded();
        repository.attempt("merge", "-q", "side");
        assertThat(theta("conflicts", "--no-numbers").exitedWith(1).out())
                .startsWith("m.safetensors: 2 parameters open");
    }

    @Test
    void doesNotReplaceAFileThatWasChangedSince() throws IOException {
        byte[] own = OURS.with("p00", 9).bytes();
        repository.write("m.safetensors", own);
        assertThat(theta("resolve", "--theirs").exitedWith(1).err()).contains("was changed since the merge");
        repository.assertHolds("m.safetensors", own);
        theta("resolve", "--theirs", "--force").succeeded();
        repository.assertHolds("m.safetensors", THEIRS.bytes());
    }

    @Test
    void takesAWholeFileThatOneSideRemoved() throws IOException {
        repository.git("merge", "--abort");
        repository.git("rm", "-q", "m.safetensors");
        repository.commit("gone");
        repository.attempt("merge", "-q", "side");
        assertThat(theta("conflicts").exitedWith(1).out()).contains("we removed the file, they changed it");
        theta("resolve", "--theirs").succeeded();
        repository.assertHolds("m.safetensors", THEIRS.bytes());
        repository.git("commit", "-q", "--no-edit");
        repository.assertClean();
    }
}
