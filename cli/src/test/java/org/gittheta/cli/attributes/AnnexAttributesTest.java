// SPDX-License-Identifier: Apache-2.0
package org.gittheta.cli.attributes;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AnnexAttributesTest {
    @Test
    void aPatternMeansTheSameFilesAsInItsFolder() {
        String taken = " filter=theta annex.largefiles=nothing";
        assertThat(AnnexAttributes.line("", "*.pt")).isEqualTo("*.pt" + taken);
        assertThat(AnnexAttributes.line("models/", "*.pt")).isEqualTo("models/**/*.pt" + taken);
        assertThat(AnnexAttributes.line("models/", "/a/*.pt")).isEqualTo("models/a/*.pt" + taken);
        assertThat(AnnexAttributes.line("my models/", "m.pt")).isEqualTo("\"my models/**/m.pt\"" + taken);
    }

    @Test
    void theLineStandsBehindThatOfTheAnnexAndOnlyOnce(@TempDir Path folder) throws IOException {
        Path file = Files.writeString(folder.resolve("attributes"), "* filter=annex\n");
        AnnexAttributes attributes = new AnnexAttributes(file);
        attributes.add("", "*.pt");
        attributes.add("", "*.pt");
        assertThat(Files.readAllLines(file)).containsExactly("* filter=annex", AnnexAttributes.line("", "*.pt"));
    }
}
