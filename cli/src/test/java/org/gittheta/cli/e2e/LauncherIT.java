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

/** Starts git theta in every way a user may, and with every Java it must refuse. */
class LauncherIT {
    @TempDir
    private Path folder;

    private Sandbox sandbox;

    @BeforeEach
    void setUp() throws IOException {
        sandbox = Sandbox.in(folder);
    }

    @Test
    void gitFindsTheCommandOnThePath() throws IOException {
        assertThat(sandbox.theta(folder, "--version").succeeded().out())
                .matches("git-theta \\d+\\.\\d+\\.\\d+ \\(Java [0-9.]+, zstd [0-9.]+\\)\n");
    }

    @Test
    void startsThroughSymbolicLinksAndRelativePaths() throws IOException {
        Path first = Files.createSymbolicLink(folder.resolve("first"), sandbox.launcher());
        Path second = Files.createSymbolicLink(folder.resolve("second"), Path.of("first"));
        for (Path link : new Path[] {first, second, Path.of("./second")}) {
            assertThat(sandbox.run(folder, new byte[0], List.of(link.toString(), "--version"))
                            .succeeded()
                            .out())
                    .startsWith("git-theta ");
        }
    }

    @Test
    void namesTheCommandThatWasMeant() throws IOException {
        Sandbox.Result result = sandbox.theta(folder, "instal").exitedWith(2);
        assertThat(result.out()).isEmpty();
        assertThat(result.err()).startsWith("git theta: ").contains("did you mean install");
    }
}
