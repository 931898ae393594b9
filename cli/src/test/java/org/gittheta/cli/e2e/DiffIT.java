// SPDX-License-Identifier: Apache-2.0
package org.gittheta.cli.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Compares versions of a checkpoint with git's own commands, which show the stubs. */
class DiffIT {
    private static final Model MODEL = Model.small(1);

    @TempDir
    private Path folder;

    private TrackedRepository repository;

    @BeforeEach
    void setUp() throws IOException {
        repository = TrackedRepository.in(Sandbox.in(folder), "r");
        repository.commit("m.safetensors", MODEL.bytes());
    }

    /** Returns the parameters that a diff names in its removed lines, or in its added ones. */
    private static List<String> named(String diff, String sign) {
        return diff.lines()
                .filter(line -> line.startsWith(sign + "param "))
                .map(line -> line.split(" ", -1)[1])
                .toList();
    }

    private static void assertNames(String diff, List<String> removed, List<String> added) {
        assertThat(named(diff, "-")).as("removed lines of%n%s", diff).isEqualTo(removed);
        assertThat(named(diff, "+")).as("added lines of%n%s", diff).isEqualTo(added);
        assertThat(diff).doesNotContain("Binary files");
    }

    @Test
    void namesExactlyTheChangedParametersInEveryView() throws IOException {
        List<String> changed = List.of("p03", "p07");
        repository.commit("m.safetensors", MODEL.with("p03", 30).with("p07", 70).bytes());

        assertNames(repository.git("diff", "HEAD~1", "HEAD").out(), changed, changed);
        assertNames(repository.git("show").out(), changed, changed);
        assertNames(repository.git("log", "-p", "-1").out(), changed, changed);
        assertThat(repository.git("diff", "--stat", "HEAD~1", "HEAD").out())
                .contains("m.safetensors | 4 ++--", "2 insertions(+), 2 deletions(-)");
        String head = repository.id("HEAD").substring(0, 7);
        assertThat(repository
                        .git("blame", "--abbrev=6", "m.safetensors")
                        .out()
                        .lines()
                        .filter(line -> line.startsWith(head))
                        .map(line -> line.substring(line.indexOf("param ")).split(" ", -1)[1]))
                .containsExactlyElementsOf(changed);
        assertThat(repository
                        .git("grep", "-c", "^param p0", "HEAD", "--", "m.safetensors")
                        .out())
                .isEqualTo("HEAD:m.safetensors:10\n");
    }

    @Test
    void namesWhatIsStagedAndWhatIsNot() throws IOException {
        repository.write("m.safetensors", MODEL.with("p01", 10).bytes());
        repository.git("add", "m.safetensors");
        assertNames(repository.git("diff", "--cached").out(), List.of("p01"), List.of("p01"));
        assertThat(repository.git("diff").out()).isEmpty();

        repository.write("m.safetensors", MODEL.with("p01", 10).with("p02", 20).bytes());
        assertNames(repository.git("diff").out(), List.of("p02"), List.of("p02"));
        assertNames(repository.git("diff", "HEAD").out(), List.of("p01", "p02"), List.of("p01", "p02"));
    }

    @Test
    void namesParametersThatCameOrWent() throws IOException {
        repository.commit("m.safetensors", MODEL.without("p04").with("q", 1).bytes());
        assertNames(repository.git("diff", "HEAD~1", "HEAD").out(), List.of("p04"), List.of("q"));
    }

    @Test
    void readsNoObjectForADiffOfCommits() throws IOException {
        repository.commit("m.safetensors", MODEL.with("p11", 11).bytes());
        StoreFiles.delete(repository.store().lfs());
        assertNames(repository.git("diff", "HEAD~1", "HEAD").out(), List.of("p11"), List.of("p11"));
        assertThat(Files.exists(repository.store().lfs())).isFalse();
    }

    @Test
    void aFileOfEveryFormatDiffersByItsParameters() throws IOException {
        for (String format : List.of("safetensors", "pt", "legacy.pt")) {
            repository.commit("w." + format, Fixtures.of("weights." + format));
            repository.commit("w." + format, Fixtures.of("weights-next." + format));
            String diff = repository.git("diff", "HEAD~1", "HEAD").out();
            assertThat(diff).contains("-param layers.0.q.weight ", "+param layers.0.q.weight ");
            assertThat(diff.lines().filter(line -> line.matches("[-+](param|storage) (embed.weight|position_ids) .*")))
                    .isEmpty();
        }
    }
}
