// SPDX-License-Identifier: Apache-2.0
package org.gittheta.cli.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Works with every kind of index and repository, and under whatever settings and variables git is run with. */
class EnvironmentIT {
    private static final String NAME = "m.safetensors";
    private static final byte[] ONE = Model.small(1).bytes();
    private static final byte[] TWO = Model.small(1).with("p05", 2).bytes();

    @TempDir
    private Path folder;

    private Sandbox sandbox;

    @BeforeEach
    void setUp() throws IOException {
        sandbox = Sandbox.in(folder);
    }

    private static void assertWorks(TrackedRepository repository) throws IOException {
        String first = repository.commit(NAME, ONE);
        String stub = repository.id("HEAD:" + NAME);
        assertThat(repository.stub("HEAD:" + NAME)).startsWith("git-theta stub 1\n# ");
        repository.commit(NAME, TWO);
        repository.git("checkout", "-q", first);
        repository.assertHolds(NAME, ONE);
        repository.assertClean();
        repository.write("copy.safetensors", ONE);
        repository.git("add", "copy.safetensors");
        assertThat(repository.id(":copy.safetensors")).isEqualTo(stub);
        Files.delete(repository.path("copy.safetensors"));
        repository.git("checkout", "--", ".");
        repository.assertHolds("copy.safetensors", ONE);
        repository.store().assertWhole();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "core.autocrlf=true",
                "core.splitIndex=true",
                "index.version=4",
                "core.bigFileThreshold=1k",
                "core.untrackedCache=true",
                "checkout.workers=4",
                "core.quotePath=false",
                "core.safecrlf=true"
            })
    void worksUnderASettingOfGit(String setting) throws IOException {
        int equals = setting.indexOf('=');
        sandbox.git(folder, "config", "--global", setting.substring(0, equals), setting.substring(equals + 1));
        assertWorks(TrackedRepository.in(sandbox, "r"));
    }

    @Test
    void worksInARepositoryOfSha256Objects() throws IOException {
        assertWorks(TrackedRepository.in(sandbox, "r", "--object-format=sha256"));
    }

    @Test
    void worksWithASparseIndex() throws IOException {
        TrackedRepository repository = TrackedRepository.in(sandbox, "r");
        repository.write("far/n.safetensors", TWO);
        repository.commit("far");
        repository.git("sparse-checkout", "set", "--cone", "--sparse-index", "near");
        assertThat(repository.path("far")).doesNotExist();
        assertWorks(repository);
        repository.git("sparse-checkout", "disable");
        repository.assertHolds("far/n.safetensors", TWO);
    }

    @Test
    void worksWithAGitDirectoryElsewhere() throws IOException {
        TrackedRepository repository = TrackedRepository.in(sandbox, "r");
        Path elsewhere = Files.createDirectories(sandbox.root().resolve("else where"));
        Files.move(repository.path(".git"), elsewhere.resolve("git"));
        Path tree = Files.createDirectories(sandbox.root().resolve("tree"));
        TrackedRepository byVariables = new TrackedRepository(
                sandbox.with("GIT_DIR", elsewhere.resolve("git").toString()).with("GIT_WORK_TREE", tree.toString()),
                tree);
        byVariables.git("checkout", "-q", "-f", "main");
        assertWorks(byVariables);
        assertThat(elsewhere.resolve("git/lfs/objects")).isDirectory();

        byVariables.git("reset", "-q", "--hard", "main");
        Files.delete(tree.resolve(NAME));
        TrackedRepository plain = new TrackedRepository(sandbox, elsewhere);
        plain.git("--git-dir=git", "--work-tree=../tree", "checkout", "-f", "-q", "main");
        new TrackedRepository(sandbox, tree).assertHolds(NAME, TWO);
    }

    @Test
    void worksFromAHook() throws IOException {
        TrackedRepository repository = TrackedRepository.in(sandbox, "r");
        repository.write("made/by hook.safetensors", TWO);
        repository.write(
                ".git/hooks/pre-commit",
                "#!/bin/sh\ngit add made && rm 'made/by hook.safetensors' && git checkout -- made\n"
                        .getBytes(StandardCharsets.UTF_8));
        assertThat(repository.path(".git/hooks/pre-commit").toFile().setExecutable(true))
                .isTrue();
        repository.write(NAME, ONE);
        repository.git("add", NAME);
        for (String[] commit :
                new String[][] {{"commit", "-q", "-m", "with hook"}, {"commit", "-q", "--amend", "-a", "-m", "all"}}) {
            repository.git(commit);
            assertThat(repository.stub("HEAD:made/by hook.safetensors")).startsWith("git-theta stub 1\n");
            repository.assertHolds("made/by hook.safetensors", TWO);
            repository.assertClean();
        }
    }

    @Test
    void aCommitOfOnePathUsesATemporaryIndex() throws IOException {
        TrackedRepository repository = TrackedRepository.in(sandbox, "r");
        repository.commit(NAME, ONE);
        repository.write(NAME, TWO);
        repository.write("n.safetensors", ONE);
        repository.git("add", "n.safetensors");
        repository.git("commit", "-q", "-m", "only", "--only", NAME);
        assertThat(repository.git("status", "--porcelain").out()).isEqualTo("A  n.safetensors\n");
        assertThat(repository.id(":n.safetensors")).isEqualTo(repository.id("HEAD~1:" + NAME));
    }

    @Test
    void leavesStubsWhenToldToSkipAndFillsThemInLater() throws IOException {
        TrackedRepository repository = TrackedRepository.in(sandbox, "r");
        String first = repository.commit(NAME, ONE);
        repository.commit(NAME, TWO);

        TrackedRepository skipping = repository.with("GIT_THETA_SKIP_SMUDGE", "1");
        skipping.git("checkout", "-q", first);
        assertThat(new String(repository.read(NAME), StandardCharsets.UTF_8))
                .isEqualTo(repository.stub(first + ":" + NAME));
        repository.assertClean();
        skipping.git("checkout", "-q", "main");
        repository.assertClean();
        Files.delete(repository.path(NAME));
        repository.git("checkout", "--", NAME);
        repository.assertHolds(NAME, TWO);
        repository.assertClean();

        repository.with("GIT_THETA_SKIP_SMUDGE", "0").git("checkout", "-q", first);
        repository.assertHolds(NAME, ONE);
    }

    @Test
    void worksInEveryLocale() throws IOException {
        TrackedRepository repository = TrackedRepository.in(sandbox, "r");
        for (String locale : List.of("C", "POSIX", "no_SUCH.locale")) {
            TrackedRepository there = repository.with("LC_ALL", locale);
            String name = "dir-" + locale + "/mödel 模型.safetensors";
            there.write(name, ONE);
            there.commit(locale);
            Files.delete(repository.path(name));
            there.git("checkout", "--", ".");
            repository.assertHolds(name, ONE);
        }
    }
}
