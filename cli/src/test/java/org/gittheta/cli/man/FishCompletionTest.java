// SPDX-License-Identifier: Apache-2.0
package org.gittheta.cli.man;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.gittheta.cli.CommandLines;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Looks at what fish would offer. */
class FishCompletionTest {
    @Test
    void hasALineForEachCommandAndOption() throws IOException {
        String script = FishCompletion.of(CommandLines.forGeneratedFiles().getCommandSpec());
        assertThat(script.lines())
                .anyMatch(
                        line -> line.startsWith("complete -c git-theta -n '__fish_use_subcommand' -f -a ls-files -d '"))
                .anyMatch(line -> line.contains("-n '__fish_seen_subcommand_from fetch' -l parameters -r -d '"))
                .anyMatch(line -> line.startsWith("complete -c git ") && line.contains(" -f -a ls-files "));
    }

    @ParameterizedTest
    @CsvSource({
        "git-theta ch,checkout",
        "git-theta fetch --al,--all",
        "git theta che,checkout",
        "git theta fetch --al,--all"
    })
    void fishOffersThem(String typed, String offered, @TempDir Path folder) throws IOException, InterruptedException {
        assumeTrue(
                Stream.of(System.getenv("PATH").split(":"))
                        .anyMatch(entry -> Files.isExecutable(Path.of(entry, "fish"))),
                "needs fish on the PATH");
        Path script = folder.resolve("git-theta.fish");
        Files.writeString(
                script,
                FishCompletion.of(CommandLines.forGeneratedFiles().getCommandSpec()) + "complete -C'" + typed + "'\n");
        ProcessBuilder builder = new ProcessBuilder("fish", "--no-config", script.toString());
        builder.environment().put("HOME", folder.toString());
        Process fish = builder.redirectErrorStream(true).start();
        String said = new String(fish.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(fish.waitFor()).isZero();
        assertThat(said.lines()).singleElement().asString().startsWith(offered + "\t");
    }
}
