// SPDX-License-Identifier: Apache-2.0
package org.gittheta.cli.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Takes patterns away again. */
class UntrackCommandIT {
    @TempDir
    private Path folder;

    private Sandbox sandbox;
    private Path repository;

    @BeforeEach
    void setUp() throws IOException {
        sandbox = Sandbox.in(folder);
        repository = sandbox.repository("r");
    }

    @Test
    void removesOurLinesAndNoOthers() throws IOException {
        sandbox.write(repository, ".gitattributes", """
                # models
                *.bin filter=lfs -text
                my[[:space:]]model.pt filter=theta diff=theta merge=theta -text
                *.pt filter=theta diff=theta merge=theta -text lockable
                *.txt text
                """);
        assertThat(sandbox.theta(repository, "untrack", "my model.pt", "*.pt")
                        .succeeded()
                        .out())
                .isEqualTo("Untracking \"my model.pt\"\nUntracking \"*.pt\"\n");
        assertThat(repository.resolve(".gitattributes"))
                .hasContent("# models\n*.bin filter=lfs -text\n*.pt lockable\n*.txt text\n");
    }

    @Test
    void saysWhenAPatternIsNotThere() throws IOException {
        sandbox.write(repository, ".gitattributes", "*.bin filter=lfs -text\n");
        assertThat(sandbox.theta(repository, "untrack", "*.bin").exitedWith(1).err())
                .contains("\"*.bin\" is not in this folder's .gitattributes");
        assertThat(repository.resolve(".gitattributes")).hasContent("*.bin filter=lfs -text\n");
    }
}
