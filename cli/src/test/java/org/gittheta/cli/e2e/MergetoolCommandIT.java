// SPDX-License-Identifier: Apache-2.0
package org.gittheta.cli.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Settles a merge by answering questions. */
class MergetoolCommandIT {
    private static final Model BASE = Model.small(1).with("h.0.w", 21).with("h.1.w", 22);
    private static final Model OURS = BASE.with("p05", 2).with("h.0.w", 31).with("h.1.w", 32);
    private static final Model THEIRS = BASE.with("p05", 4).with("h.0.w", 41).with("h.1.w", 42);

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
    }

    private Sandbox.Result answer(String typed) throws IOException {
        byte[] lines = typed.getBytes(StandardCharsets.UTF_8);
        return repository.sandbox().launch(repository.folder(), lines, "mergetool");
    }

    @Test
    void settlesSomeAndLaterTheRest() throws IOException {
        assertThat(answer("o\nx\n").exitedWith(1).err()).contains("Nothing is settled");
        assertThat(answer("u\nlinaer\nt\nq\n").exitedWith(1).out())
                .contains("m.safetensors: h.{0-1}.w (2 parameters): both changed its values, 1 more to ask")
                .containsPattern(
                        "h.0.w  BF16 \\[600]  ours: [0-9.]+% changed, relative L2 [0-9.]+; theirs: .*; cosine ")
                .contains("There is no answer to take back.", "there is no strategy \"linaer\"");
        repository.assertHolds(
                "m.safetensors", OURS.with("h.0.w", 41).with("h.1.w", 42).bytes());
        assertThat(answer("b\n").succeeded().err()).contains("m.safetensors: 1 parameter settled, staged");
        repository.git("commit", "-q", "--no-edit");
        repository.assertHolds(
                "m.safetensors", THEIRS.with("p05", BASE.seeds().get("p05")).bytes());
        repository.assertClean();
    }

    @Test
    void asksInATerminal() throws IOException {
        Path script = Path.of("/usr/bin/script");
        Assumptions.assumeTrue(script.toFile().canExecute(), "script(1) gives a terminal");
        Sandbox.Result result = repository
                .sandbox()
                .run(
                        repository.folder(),
                        "all t\n".getBytes(StandardCharsets.UTF_8),
                        List.of(script.toString(), "-qec", "git theta mergetool", "/dev/null"))
                .succeeded();
        assertThat(result.out()).contains("Settle it how?", "3 parameters settled, staged");
        repository.assertHolds("m.safetensors", THEIRS.bytes());
    }
}
