// SPDX-License-Identifier: Apache-2.0
package org.gittheta.cli.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Keeps checkpoints beside jj, which runs no filter: real jj commits, in a colocated workspace and in another one. */
class JjCommandIT {
    private static final byte[] ONE = TinyCheckpoint.of(1, 2);
    private static final byte[] TWO = TinyCheckpoint.of(1, 3);
    private static final String STUB = "git-theta stub 1\n";

    @TempDir
    private Path folder;

    private Sandbox sandbox;
    private Path workspace;

    @BeforeEach
    void makeWorkspace() throws IOException {
        sandbox = Sandbox.in(folder);
        sandbox.assumeProgram("jj");
        sandbox.write(sandbox.home(), "jj.toml", "user.name = 'Test'\nuser.email = 'test@example.org'\n");
        sandbox = sandbox.with("JJ_CONFIG", sandbox.home().resolve("jj.toml").toString());
        workspace = sandbox.repository("r");
        sandbox.write(workspace, ".gitattributes", TrackedRepository.ATTRIBUTES);
        sandbox.write(workspace, "src/train.py", "pass\n");
        sandbox.write(workspace, "models/m.safetensors", ONE);
    }

    private String jj(Path where, String... arguments) throws IOException {
        List<String> words = new ArrayList<>(List.of("jj", "--no-pager", "--color=never", "--quiet"));
        words.addAll(List.of(arguments));
        return sandbox.run(where, new byte[0], words).succeeded().out();
    }

    private String committed(Path where, String revision) throws IOException {
        return jj(where, "file", "show", "--ignore-working-copy", "-r", revision, "root:models/m.safetensors");
    }

    private Sandbox.Result theta(Path where, String... arguments) throws IOException {
        return sandbox.theta(where, arguments);
    }

    @Test
    void commitsKeepStubsWhileTheWorkingCopyHasCheckpoints() throws IOException {
        theta(workspace, "add", ".").succeeded();
        sandbox.git(workspace, "commit", "-q", "-m", "one");
        jj(workspace, "git", "init", "--colocate");
        assertThat(theta(workspace, "jj", "check").exitedWith(1).out()).contains("models/m.safetensors (2.");

        theta(workspace, "jj", "setup").succeeded();

        Path file = workspace.resolve("models/m.safetensors");
        assertThat(Files.readAllBytes(file)).isEqualTo(ONE);
        assertThat(jj(workspace, "status")).contains("no changes");
        sandbox.write(workspace, "models/m.safetensors", TWO);
        assertThat(theta(workspace, "add", "models").succeeded().out()).startsWith("models/m.safetensors: 2 param");
        assertThat(jj(workspace, "diff", "--summary")).isEqualTo("M models/m.safetensors\n");
        assertThat(committed(workspace, "@")).startsWith(STUB);
        assertThat(Files.readAllBytes(file)).isEqualTo(TWO);

        jj(workspace, "new", "@-");
        theta(workspace, "materialise").succeeded();
        assertThat(Files.readAllBytes(file)).as("that of the other commit").isEqualTo(ONE);
        theta(workspace, "jj", "check").succeeded();

        sandbox.write(workspace, "models/m.safetensors", TinyCheckpoint.of(7, 7));
        assertThat(theta(workspace, "materialise").succeeded().err()).contains("1 checkpoint stayed");
        assertThat(Files.readAllBytes(file)).isEqualTo(TinyCheckpoint.of(7, 7));
        theta(workspace, "materialise", "--", "models/m.safetensors").succeeded();
        assertThat(Files.readAllBytes(file)).isEqualTo(ONE);
    }

    @Test
    void checkpointsThatWereCommittedAsTheyAreBecomeStubsInAWorkspaceWithoutGit() throws IOException {
        jj(workspace, "git", "init", "--colocate");
        jj(workspace, "commit", "-m", "raw");
        Path other = sandbox.root().resolve("other");
        jj(workspace, "workspace", "add", other.toString());
        assertThat(other.resolve(".git")).doesNotExist();
        assertThat(theta(other, "materialise").succeeded().err()).isEmpty();
        assertThat(committed(other, "@")).doesNotStartWith(STUB);

        assertThat(theta(other, "jj", "check", "--fix").succeeded().out()).contains("was replaced by its stub");

        assertThat(committed(other, "@")).startsWith(STUB);
        assertThat(Files.readAllBytes(other.resolve("models/m.safetensors"))).isEqualTo(ONE);
        assertThat(jj(other, "sparse", "list").lines()).containsExactly(".gitattributes", "src");
        sandbox.write(other, "new.txt", "x");
        theta(other, "jj", "setup").succeeded();
        assertThat(jj(other, "diff", "--summary")).contains("A new.txt").doesNotContain(".jj");
        jj(other, "sparse", "reset");
        assertThat(theta(other, "materialise", "models/m.safetensors")
                        .exitedWith(1)
                        .err())
                .isEqualTo(
                        "git theta: jj would commit models/m.safetensors as it is: run 'git theta jj setup' first\n");
        assertThat(theta(other, "materialise", "no-such-revision", "--", "models")
                        .exitedWith(2)
                        .err()
                        .lines())
                .hasSize(1);
    }

    @Test
    void saysWhatIsMissing() throws IOException {
        assertThat(theta(workspace, "jj", "check").exitedWith(3).err()).contains("not in a workspace of jj");
        jj(workspace, "git", "init", "--colocate");
        Path bin = Files.createDirectory(sandbox.root().resolve("bin"));
        Path none = sandbox.write(bin, "jj", "#!/bin/sh\nexit 127\n");
        assertThat(none.toFile().setExecutable(true)).isTrue();
        Sandbox without = sandbox.with("PATH", bin + ":" + sandbox.variable("PATH"));
        assertThat(without.theta(workspace, "jj", "check").exitedWith(3).err())
                .isEqualTo("git theta: there is no program 'jj' on the PATH, and this is a workspace of it\n");
    }
}
