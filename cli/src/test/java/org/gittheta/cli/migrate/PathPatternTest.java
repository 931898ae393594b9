// SPDX-License-Identifier: Apache-2.0
package org.gittheta.cli.migrate;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.gittheta.cli.attributes.AttributePattern;
import org.gittheta.storage.repository.Git;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Asks git which paths each pattern matches, and expects the same of us. */
class PathPatternTest {
    private static final List<String> PATTERNS = List.of(
            "*.bin",
            "m.bin",
            "/m.bin",
            "a/*.bin",
            "a/**",
            "a/**/*.bin",
            "**/b/*.bin",
            "**/m.bin",
            "a/**/b/m.bin",
            "a**.bin",
            "?.bin",
            "[mn].bin",
            "[!m].bin",
            "[a-c].bin",
            "x[[:digit:]].bin",
            "[].bin",
            "x[1",
            "a b.bin",
            "ä.bin",
            "a\\*.bin",
            "a/b",
            "x[]1].bin",
            "*");

    private static final List<String> PATHS = List.of(
            "m.bin",
            "n.bin",
            "b.bin",
            "a/m.bin",
            "a/b/m.bin",
            "a/b/b/m.bin",
            "a/c/d/b/m.bin",
            "b/m.bin",
            "c/b/n.bin",
            "ab.bin",
            "a*.bin",
            "a b.bin",
            "x1.bin",
            "x].bin",
            "x[1",
            "ä.bin",
            "a/b/c",
            "a/ä.bin");

    @TempDir
    private Path folder;

    @Test
    void matchesWhatGitMatches() throws IOException {
        Git git = new Git(
                folder, Map.of("PATH", System.getenv("PATH"), "HOME", folder.toString(), "GIT_CONFIG_NOSYSTEM", "1"));
        git.run("init", "-q");
        byte[] question = (String.join("\0", PATHS) + "\0").getBytes(StandardCharsets.UTF_8);
        for (String text : PATTERNS) {
            Files.writeString(folder.resolve(".gitattributes"), AttributePattern.escape(text) + " probe\n");
            List<String> answers =
                    git.run(question, "check-attr", "-z", "--stdin", "probe").parts();
            List<String> expected = new ArrayList<>();
            for (int i = 0; i < answers.size(); i += 3) {
                if (answers.get(i + 2).equals("set")) {
                    expected.add(answers.get(i));
                }
            }
            PathPattern pattern = new PathPattern(text);
            assertThat(PATHS.stream().filter(path -> pattern.matches(bytes(path))))
                    .as("paths that %s matches", text)
                    .containsExactlyElementsOf(expected);
        }
    }

    private static String bytes(String path) {
        return new String(path.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
    }
}
