// SPDX-License-Identifier: Apache-2.0
package org.gittheta.cli.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tracks patterns, and lets git say whether it understands them. */
class TrackCommandIT {
    private static final String OURS = " filter=theta diff=theta merge=theta -text\n";

    @TempDir
    private Path folder;

    private Sandbox sandbox;
    private Path repository;

    @BeforeEach
    void setUp() throws IOException {
        sandbox = Sandbox.in(folder);
        repository = sandbox.repository("r");
    }

    private String filter(String path) throws IOException {
        return sandbox.git(repository, "check-attr", "-z", "filter", "--", path)
                .out()
                .split("\0", -1)[2];
    }

    @Test
    void writesOneLineAPattern() throws IOException {
        sandbox.theta(repository, "track", "*.safetensors", "./model.bin").succeeded();
        assertThat(repository.resolve(".gitattributes")).hasContent("*.safetensors" + OURS + "model.bin" + OURS);
        assertThat(sandbox.theta(repository, "track", "*.safetensors")
                        .succeeded()
                        .out())
                .isEqualTo("\"*.safetensors\" is already tracked\n");
    }

    @Test
    void quotesWhatAttributesWouldMisread() throws IOException {
        String[] names = {"my model.bin", "#1.bin", "!new.bin", "\"q\".bin", "größe.bin", "[attr]x", "a#b.bin"};
        for (String name : names) {
            assertThat(filter(name)).isEqualTo("unspecified");
            // As a pattern the brackets would be a class of characters.
            sandbox.theta(repository, "track", name.equals("[attr]x") ? "\\[attr]x" : name)
                    .succeeded();
            assertThat(filter(name)).as(name).isEqualTo("theta");
        }
        assertThat(sandbox.theta(repository, "track").succeeded().out())
                .contains("my model.bin")
                .contains("#1.bin")
                .contains("\"q\".bin")
                .doesNotContain("[[:space:]]");
    }

    @Test
    void keepsEverythingElseOfTheFile() throws IOException {
        byte[] before = "# ours\r\n\r\n*.txt\t text\r\n*.b\u00FFn -text".getBytes(StandardCharsets.ISO_8859_1);
        sandbox.write(repository, ".gitattributes", before);
        sandbox.theta(repository, "track", "*.pt").succeeded();
        String after = Files.readString(repository.resolve(".gitattributes"), StandardCharsets.ISO_8859_1);
        assertThat(after)
                .isEqualTo("# ours\r\n\r\n*.txt\t text\r\n*.b\u00FFn -text\r\n*.pt"
                        + OURS.strip().indent(1).replace("\n", "\r\n"));
        sandbox.theta(repository, "untrack", "*.pt").succeeded();
        assertThat(Files.readString(repository.resolve(".gitattributes"), StandardCharsets.ISO_8859_1))
                .isEqualTo("# ours\r\n\r\n*.txt\t text\r\n*.b\u00FFn -text\r\n");
    }

    @Test
    void listsPatternsWithTheirSource() throws IOException {
        sandbox.theta(repository, "track", "*.pt").succeeded();
        Path nested = Files.createDirectories(repository.resolve("models"));
        sandbox.theta(nested, "track", "*.bin").succeeded();
        sandbox.write(repository, ".git/info/attributes", "*.info filter=theta\n");
        sandbox.write(sandbox.home(), ".config/git/attributes", "*.global filter=theta\n*.other text\n");
        String list = sandbox.theta(nested, "track").succeeded().out();
        assertThat(list.lines().map(line -> line.split(" +", -1)[0]))
                .containsExactly("*.pt", "*.bin", "*.info", "*.global");
        assertThat(list)
                .contains("../.gitattributes\n")
                .contains(" .gitattributes\n")
                .contains("info/attributes\n");
        assertThat(sandbox.theta(repository, "track", "--json").succeeded().out())
                .contains("\"source\" : \"models/.gitattributes\"");
    }

    @Test
    void aDryRunChangesNothing() throws IOException {
        assertThat(sandbox.theta(repository, "track", "--dry-run", "*.pt")
                        .succeeded()
                        .out())
                .isEqualTo("Would track \"*.pt\"\n");
        assertThat(repository.resolve(".gitattributes")).doesNotExist();
    }

    @Test
    void refusesWhatGitLfsHas() throws IOException {
        String lfs = "*.bin filter=lfs diff=lfs merge=lfs -text\n";
        sandbox.write(repository, ".gitattributes", lfs);
        assertThat(sandbox.theta(repository, "track", "*.bin").exitedWith(1).err())
                .contains("git lfs untrack")
                .contains("git add --renormalize");
        sandbox.write(repository, "models/a.bin", "x");
        sandbox.git(repository, "-c", "filter.lfs.required=false", "add", "models/a.bin");
        assertThat(sandbox.theta(repository.resolve("models"), "track", "a.*")
                        .exitedWith(1)
                        .err())
                .contains("git-lfs has a.bin");
        assertThat(repository.resolve(".gitattributes")).hasContent(lfs);
        assertThat(repository.resolve("models/.gitattributes")).doesNotExist();
    }

    @Test
    void saysHowToConvertFilesThatGitHasAlready() throws IOException {
        sandbox.write(repository, "models/my model.pt", "x");
        sandbox.write(repository, "elsewhere/my model.pt", "x");
        sandbox.commit(repository, "raw");
        String out = sandbox.theta(repository.resolve("models"), "track", "*.pt")
                .succeeded()
                .out();
        assertThat(out).contains("1 file").contains("git add --renormalize 'my model.pt'");
        assertThat(sandbox.git(repository, "status", "--porcelain").out()).isEqualTo("?? models/.gitattributes\n");
    }

    @Test
    void refusesPatternsThatMatchNothing() throws IOException {
        assertThat(sandbox.theta(repository, "track", "models/").exitedWith(2).err())
                .contains("'models/**'");
        assertThat(sandbox.theta(repository, "track", "../x").exitedWith(2).err())
                .contains("cannot leave");
    }
}
