// SPDX-License-Identifier: Apache-2.0
package org.gittheta.storage.repository;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GitTest {
    @TempDir
    private Path folder;

    private Git git(Path directory, String... variables) {
        Map<String, String> environment = new HashMap<>(
                Map.of("PATH", System.getenv("PATH"), "HOME", folder.toString(), "GIT_CONFIG_NOSYSTEM", "1"));
        for (int i = 0; i < variables.length; i += 2) {
            environment.put(variables[i], variables[i + 1]);
        }
        return new Git(directory, environment);
    }

    /** Git hands its variables down: a remote that is a folder is asked with this repository's settings otherwise. */
    @Test
    void theVariablesOfARepositoryThatIsFoundAnywayReachNoOther() throws IOException {
        Path one = Files.createDirectory(folder.resolve("one"));
        Path other = Files.createDirectory(folder.resolve("other"));
        git(one).run("init", "-q");
        git(other).run("init", "-q");
        String settings = "!cd ../other && git config --get some.setting";
        git(one).run("config", "some.setting", "of one");
        git(other).run("config", "some.setting", "of the other");

        Git named = git(one, "GIT_DIR", one.resolve(".git").toString(), "GIT_WORK_TREE", ".");
        assertThat(named.run("-c", "alias.ask=" + settings, "ask").line()).isEqualTo("of one");
        assertThat(named.finding().run("rev-parse", "--git-dir").line()).isEqualTo(".git");
        assertThat(named.finding().run("-c", "alias.ask=" + settings, "ask").line())
                .isEqualTo("of the other");
    }

    @Test
    void theVariablesStayWhereAnotherRepositoryWouldBeFound() throws IOException {
        Path around = Files.createDirectory(folder.resolve("around"));
        Path inside = Files.createDirectory(around.resolve("inside"));
        git(around).run("init", "-q");
        git(inside).run("init", "-q", "--bare");
        Git named = git(around, "GIT_DIR", inside.toString());
        assertThat(named.finding().run("rev-parse", "--absolute-git-dir").line())
                .isEqualTo(inside.toRealPath().toString());
    }
}
