// SPDX-License-Identifier: Apache-2.0
package org.gittheta.storage.repository;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Compares with what git itself says. */
class RepositoryLayoutTest {
    private static final Map<String, String> ENVIRONMENT = Map.of(
            "PATH", System.getenv("PATH"),
            "GIT_CONFIG_NOSYSTEM", "1",
            "GIT_CONFIG_GLOBAL", "/dev/null",
            "GIT_CEILING_DIRECTORIES", "/",
            "GIT_AUTHOR_NAME", "a",
            "GIT_AUTHOR_EMAIL", "a@example.com",
            "GIT_COMMITTER_NAME", "a",
            "GIT_COMMITTER_EMAIL", "a@example.com");

    @TempDir
    Path temporary;

    private Path root;
    private Path main;

    @BeforeEach
    void makeRepository() throws IOException {
        root = temporary.toRealPath();
        main = Files.createDirectories(root.resolve("main"));
        git(main, "init", "-q", ".");
        git(main, "commit", "-q", "--allow-empty", "-m", "first");
    }

    @Test
    void aMainWorktreeAndItsFolders() throws IOException {
        assertAgrees(main, Map.of());
        assertAgrees(Files.createDirectories(main.resolve("a/b")), Map.of());
        assertAgrees(main.resolve(".git"), Map.of());
        assertAgrees(main.resolve(".git/refs"), Map.of());
    }

    @Test
    void aLinkedWorktreeAndItsFolders() throws IOException {
        git(main, "worktree", "add", "-q", "../linked");
        Path linked = root.resolve("linked");
        assertAgrees(linked, Map.of());
        assertAgrees(Files.createDirectories(linked.resolve("a/b")), Map.of());
        RepositoryLayout layout = find(linked, Map.of()).orElseThrow();
        assertThat(layout.index()).isEqualTo(main.resolve(".git/worktrees/linked/index"));
        assertThat(layout.theta()).isEqualTo(main.resolve(".git/theta"));
        assertThat(layout.hooks()).isEqualTo(main.resolve(".git/hooks"));
        assertThat(layout.infoAttributes()).isEqualTo(main.resolve(".git/info/attributes"));
        assertThat(layout.lfs(Optional.empty())).isEqualTo(main.resolve(".git/lfs"));
        assertThat(layout.lfs(Optional.of("other"))).isEqualTo(main.resolve(".git/other"));
        assertThat(layout.lfs(Optional.of("/srv/lfs"))).isEqualTo(Path.of("/srv/lfs"));
    }

    @Test
    void aBareRepositoryAndItsWorktree() throws IOException {
        git(root, "clone", "-q", "--bare", "main", "bare.git");
        Path bare = root.resolve("bare.git");
        assertAgrees(bare, Map.of());
        assertAgrees(bare.resolve("refs"), Map.of());
        git(bare, "worktree", "add", "-q", "../of-bare");
        assertAgrees(root.resolve("of-bare"), Map.of());
    }

    @Test
    void aSubmoduleAndItsWorktree() throws IOException {
        git(main, "-c", "protocol.file.allow=always", "submodule", "--quiet", "add", main.toString(), "libs/sub");
        Path sub = main.resolve("libs/sub");
        assertAgrees(sub, Map.of());
        git(sub, "worktree", "add", "-q", root.resolve("of-sub").toString());
        assertAgrees(root.resolve("of-sub"), Map.of());
    }

    @Test
    void aSeparateGitDirectory() throws IOException {
        git(root, "init", "-q", "--separate-git-dir", "elsewhere", "work");
        assertAgrees(root.resolve("work"), Map.of());
    }

    @Test
    void theEnvironmentComesFirst() throws IOException {
        git(main, "worktree", "add", "-q", "../linked");
        assertAgrees(root, Map.of("GIT_DIR", main.resolve(".git").toString()));
        assertAgrees(root, Map.of("GIT_DIR", "main/.git"));
        assertAgrees(
                root.resolve("linked"),
                Map.of("GIT_DIR", main.resolve(".git/worktrees/linked").toString()));
        assertAgrees(root.resolve("linked"), Map.of("GIT_DIR", "../main/.git"));
        assertAgrees(root, Map.of("GIT_DIR", "main/.git/worktrees/linked", "GIT_COMMON_DIR", "main/.git"));
    }

    @Test
    void aFolderThatOnlyLooksLikeOneIsPassedOver() throws IOException {
        Path data = Files.createDirectories(main.resolve("data"));
        Files.createFile(data.resolve("HEAD"));
        Files.createDirectory(data.resolve("objects"));
        assertAgrees(data, Map.of());
        Files.createDirectories(main.resolve("empty/.git"));
        assertAgrees(main.resolve("empty"), Map.of());
    }

    @Test
    void thereIsNoneOutsideOfARepository() throws IOException {
        assertThat(find(root, Map.of())).isEmpty();
    }

    private static void assertAgrees(Path directory, Map<String, String> variables) throws IOException {
        Git git = new Git(directory, environment(variables));
        Path gitDirectory = directory.resolve(git.run("rev-parse", "--git-dir").line());
        Path common = directory.resolve(git.run("rev-parse", "--git-common-dir").line());

        RepositoryLayout layout = find(directory, variables).orElseThrow();

        assertThat(layout.gitDirectory().toRealPath()).isEqualTo(gitDirectory.toRealPath());
        assertThat(layout.commonDirectory().toRealPath()).isEqualTo(common.toRealPath());
    }

    private static Optional<RepositoryLayout> find(Path directory, Map<String, String> variables) throws IOException {
        return RepositoryLayout.find(directory, environment(variables));
    }

    private static Map<String, String> environment(Map<String, String> variables) {
        Map<String, String> all = new HashMap<>(ENVIRONMENT);
        all.putAll(variables);
        return all;
    }

    private static void git(Path directory, String... arguments) throws IOException {
        new Git(directory, ENVIRONMENT).run(arguments);
    }
}
