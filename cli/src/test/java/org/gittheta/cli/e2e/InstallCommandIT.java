// SPDX-License-Identifier: Apache-2.0
package org.gittheta.cli.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Sets up git in each of its configuration files. */
class InstallCommandIT {
    private static final String PYTHON = """
            [filter "theta"]
            \tclean = git-theta-filter clean %f
            \tsmudge = git-theta-filter smudge %f
            \trequired = true
            [merge "theta"]
            \tname = Merge Models with Git-Theta
            \tdriver = git-theta-merge %O %A %B %P
            """;

    @TempDir
    private Path folder;

    private Sandbox sandbox;

    @BeforeEach
    void setUp() throws IOException {
        sandbox = Sandbox.in(folder);
    }

    private String value(Path directory, String key) throws IOException {
        return sandbox.git(directory, "config", "--get-all", key).out().stripTrailing();
    }

    @Test
    void writesTheFilterAndTheMergeDriverForTheUser() throws IOException {
        sandbox.theta(folder, "install").succeeded();

        assertThat(sandbox.git(folder, "config", "--global", "--list").out().lines())
                .containsExactly(
                        "filter.theta.process=git-theta filter-process",
                        "filter.theta.clean=git-theta clean -- %f",
                        "filter.theta.smudge=git-theta smudge -- %f",
                        "filter.theta.required=true",
                        "merge.theta.name=git theta",
                        "merge.theta.driver=git-theta merge-driver %O %A %B %P %L",
                        "diff.theta.xfuncname=^(frame [a-z0-9-]+)");
    }

    @Test
    void changesNoByteTheSecondTimeAndSaysSo() throws IOException {
        Files.writeString(sandbox.globalConfiguration(), "# mine\n[user]\n    name=Me ; spaced\n");
        sandbox.theta(folder, "install").succeeded();
        byte[] before = Files.readAllBytes(sandbox.globalConfiguration());

        Sandbox.Result again = sandbox.theta(folder, "install").succeeded();

        assertThat(again.out()).isEqualTo("Nothing changed: git theta was already set up for this user.\n");
        assertThat(Files.readAllBytes(sandbox.globalConfiguration())).isEqualTo(before);
        assertThat(new String(before, StandardCharsets.UTF_8)).startsWith("# mine\n[user]\n    name=Me ; spaced\n");
    }

    @Test
    void refusesTheSettingsOfThePythonProgramAndNamesThem() throws IOException {
        Files.writeString(sandbox.globalConfiguration(), PYTHON);

        Sandbox.Result refused = sandbox.theta(folder, "install").exitedWith(3);

        assertThat(refused.err())
                .contains("--force", "filter.theta.clean = git-theta-filter clean %f", ".gitconfig", "git-theta-merge")
                .doesNotContain("\tat ");
        assertThat(Files.readString(sandbox.globalConfiguration())).isEqualTo(PYTHON);
    }

    @Test
    void replacesThemWhenForced() throws IOException {
        Files.writeString(sandbox.globalConfiguration(), PYTHON);

        sandbox.theta(folder, "install", "--force").succeeded();

        assertThat(value(folder, "filter.theta.clean")).isEqualTo("git-theta clean -- %f");
        assertThat(value(folder, "merge.theta.driver")).isEqualTo("git-theta merge-driver %O %A %B %P %L");
    }

    @Test
    void saysWhenAnotherFileWins() throws IOException {
        Path repository = sandbox.repository("r");
        sandbox.git(repository, "config", "filter.theta.clean", "git-theta-filter clean %f");

        assertThat(sandbox.theta(repository, "install").succeeded().err())
                .contains("warning", "filter.theta.clean = git-theta-filter clean %f (local, file:.git/config)");
    }

    @Test
    void leavesStubsWhenToldToSkipTheSmudge() throws IOException {
        sandbox.theta(folder, "install", "--skip-smudge").succeeded();
        assertThat(value(folder, "filter.theta.process")).isEqualTo("git-theta filter-process --skip-smudge");
        assertThat(value(folder, "filter.theta.smudge")).isEqualTo("git-theta smudge --skip -- %f");

        sandbox.theta(folder, "install").succeeded();
        assertThat(value(folder, "filter.theta.process")).isEqualTo("git-theta filter-process");
    }

    @Test
    void writesNothingInADryRun() throws IOException {
        assertThat(sandbox.theta(folder, "install", "-n").succeeded().out())
                .contains("This would be set for this user:", "filter.theta.required = true");
        assertThat(sandbox.globalConfiguration()).doesNotExist();
    }

    @Test
    void writesTheSystemFile() throws IOException {
        sandbox.theta(folder, "install", "--system").succeeded();
        assertThat(sandbox.home().resolve("system.gitconfig")).content().contains("git-theta filter-process");
    }

    @Test
    void writesTheSharedFileFromALinkedWorktree() throws IOException {
        Path repository = sandbox.repository("r");
        sandbox.commit(repository, "first");
        Path linked = sandbox.worktree(repository, "linked");

        sandbox.theta(linked, "install", "--local").succeeded();

        assertThat(value(repository, "filter.theta.process")).isEqualTo("git-theta filter-process");
        assertThat(sandbox.globalConfiguration()).doesNotExist();
    }

    @Test
    void saysHowToEnableTheFileOfOneWorktree() throws IOException {
        Path repository = sandbox.repository("r");
        sandbox.commit(repository, "first");
        Path linked = sandbox.worktree(repository, "linked");

        assertThat(sandbox.theta(linked, "install", "--worktree").exitedWith(3).err())
                .contains("git config extensions.worktreeConfig true");

        sandbox.git(repository, "config", "extensions.worktreeConfig", "true");
        sandbox.theta(linked, "install", "--worktree").succeeded();
        assertThat(value(linked, "filter.theta.required")).isEqualTo("true");
        assertThat(sandbox.git(repository, "config", "--list").out()).doesNotContain("filter.theta");
    }

    @Test
    void writesBareRepositoriesAndSubmodules() throws IOException {
        Path bare = sandbox.bareRepository("bare.git");
        sandbox.theta(bare, "install", "--local").succeeded();
        assertThat(bare.resolve("config")).content().contains("git-theta filter-process");

        Path inner = sandbox.repository("inner");
        sandbox.commit(inner, "first");
        Path outer = sandbox.repository("outer");
        sandbox.git(outer, "-c", "protocol.file.allow=always", "submodule", "-q", "add", inner.toString(), "sub");
        sandbox.theta(outer.resolve("sub"), "install", "--local").succeeded();
        assertThat(outer.resolve(".git/modules/sub/config")).content().contains("git-theta filter-process");
        assertThat(outer.resolve(".git/config")).content().doesNotContain("theta");
    }

    @Test
    void wantsARepositoryForItsFiles() throws IOException {
        for (String scope : new String[] {"--local", "--worktree"}) {
            assertThat(sandbox.theta(folder, "install", scope).exitedWith(3).err())
                    .startsWith("git theta: " + scope + " needs a git repository");
        }
    }

    @Test
    void takesOneScopeOnly() throws IOException {
        sandbox.theta(folder, "install", "--local", "--global").exitedWith(2);
    }

    @Test
    void namesTheLauncherByItsPathWhenThePathLeadsElsewhere() throws IOException {
        String path = System.getenv("PATH");
        Path repository = sandbox.repository("r");
        Sandbox without = sandbox.with("PATH", path);
        without.run(repository, new byte[0], List.of(sandbox.launcher().toString(), "install"))
                .succeeded();
        assertThat(value(repository, "filter.theta.process")).isEqualTo(sandbox.launcher() + " filter-process");
    }

    @Test
    void printsJson() throws IOException {
        String json = sandbox.theta(folder, "install", "--json").succeeded().out();
        var tree = new ObjectMapper().readTree(json);
        assertThat(tree.get("scope").asText()).isEqualTo("global");
        assertThat(tree.get("set").get("filter.theta.required").asText()).isEqualTo("true");
    }

    @Test
    void saysWhatItCannotWrite() throws IOException {
        Path held = sandbox.home().resolve(".gitconfig.lock");
        Files.createFile(held);
        assertThat(sandbox.theta(folder, "install").exitedWith(6).err())
                .startsWith("git theta: ")
                .contains("lock")
                .doesNotContain("\tat ");
        assertThat(sandbox.globalConfiguration()).doesNotExist();
    }
}
