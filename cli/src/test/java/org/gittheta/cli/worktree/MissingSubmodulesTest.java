// SPDX-License-Identifier: Apache-2.0
package org.gittheta.cli.worktree;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.gittheta.cli.CommandException;
import org.gittheta.storage.object.TemporaryFiles;
import org.gittheta.storage.repository.Git;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Checks out submodules that a run names and that are not there. */
class MissingSubmodulesTest {
    @TempDir
    private Path folder;

    private Git clone;

    private Git git(String name) throws IOException {
        Map<String, String> environment = new HashMap<>(Map.of(
                "PATH", System.getenv("PATH"),
                "HOME", folder.toString(),
                "GIT_CONFIG_NOSYSTEM", "1",
                "GIT_CONFIG_COUNT", "1",
                "GIT_CONFIG_KEY_0", "protocol.file.allow",
                "GIT_CONFIG_VALUE_0", "always"));
        for (String who : List.of("AUTHOR", "COMMITTER")) {
            environment.put("GIT_" + who + "_NAME", "Test");
            environment.put("GIT_" + who + "_EMAIL", "test@example.org");
        }
        return new Git(Files.createDirectories(folder.toRealPath().resolve(name)), environment);
    }

    private Git make(String name, String file) throws IOException {
        Git git = git(name);
        git.run("init", "-q", "-b", "main");
        Files.writeString(git.directory().resolve(file), "x");
        git.run("add", ".");
        git.run("commit", "-q", "-m", name);
        return git;
    }

    @BeforeEach
    void cloneWithoutSubmodules() throws IOException {
        make("leaf", "data");
        Git middle = make("middle", "x");
        middle.run(
                "submodule",
                "--quiet",
                "add",
                folder.toRealPath().resolve("leaf").toString(),
                "leaf");
        middle.run("commit", "-q", "-m", "leaf");
        Git top = make("top", "x");
        top.run(
                "submodule",
                "--quiet",
                "add",
                folder.toRealPath().resolve("middle").toString(),
                "middle");
        top.run(
                "submodule",
                "--quiet",
                "add",
                folder.toRealPath().resolve("leaf").toString(),
                "other");
        top.run("commit", "-q", "-m", "middle");
        git("").run("clone", "-q", "top", "clone");
        clone = git("clone");
    }

    private boolean checkOut(String path) throws IOException {
        return new MissingSubmodules(clone, clone.directory())
                .checkOut(List.of(clone.directory().resolve(path)));
    }

    @Test
    void thoseOnTheWayToAPathAreCheckedOutAndNoOthers() throws IOException {
        assertThat(checkOut("x")).isFalse();
        assertThat(checkOut("middle/leaf/data")).isTrue();
        assertThat(clone.directory().resolve("middle/leaf/data")).exists();
        assertThat(clone.directory().resolve("other/data")).doesNotExist();
        assertThat(checkOut("middle/leaf/data")).isFalse();
    }

    @Test
    void oneThatIsNowhereIsNamed() throws IOException {
        TemporaryFiles.deleteTree(folder.resolve("leaf"));
        assertThatThrownBy(() -> checkOut("other/data"))
                .isInstanceOf(CommandException.class)
                .hasMessageStartingWith("the submodule other is not here, and git could not get it: ");
    }
}
