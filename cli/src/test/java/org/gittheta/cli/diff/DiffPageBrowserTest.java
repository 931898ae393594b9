// SPDX-License-Identifier: Apache-2.0
package org.gittheta.cli.diff;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.gittheta.filter.diff.FactChange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Has a real browser without a window open a page and use it, where there is one: Chromium or Chrome. */
@Timeout(120)
class DiffPageBrowserTest {
    private static final String HOSTILE = "h.0.mlp.weight</script><img/src=x/onerror=alert(1)>";

    @TempDir
    private Path folder;

    @Test
    void aPageShowsSortsFiltersAndDraws() throws Exception {
        Optional<Path> browser = browser();
        assumeTrue(browser.isPresent(), "needs chromium, chromium-browser or google-chrome on the PATH");
        Path page = folder.resolve("page.html");
        Files.writeString(page, page().replace("</body>", "<script>" + check() + "</script></body>"));

        String document = dump(browser.get(), page);

        int at = document.indexOf("<pre id=\"check\">");
        assertThat(at).as("what the page has become: %s", document).isPositive();
        List<String> found = document.substring(document.indexOf('>', at) + 1, document.indexOf("</pre>", at))
                .lines()
                .toList();
        assertThat(found).hasSizeGreaterThan(10).allMatch(line -> line.startsWith("ok "));
    }

    private static String page() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        FactChange fact = new FactChange("epoch", Optional.of("1"), Optional.of("2"));
        FileDiff diff = Rows.file(
                "m.safetensors",
                fact,
                Rows.row("h.0.attn.weight", 0.025),
                Rows.row("h.1.attn.weight", 0.25),
                Rows.row(HOSTILE, 0.003));
        DiffHtml.write(bytes, List.of(diff));
        return bytes.toString(StandardCharsets.UTF_8);
    }

    private static String check() throws IOException {
        try (InputStream in = DiffPageBrowserTest.class.getResourceAsStream("page-check.js")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private String dump(Path browser, Path page) throws Exception {
        Path out = folder.resolve("document.html");
        Process process = new ProcessBuilder(
                        browser.toString(),
                        "--headless",
                        "--no-sandbox",
                        "--disable-gpu",
                        "--user-data-dir=" + folder.resolve("profile"),
                        "--dump-dom",
                        page.toUri().toString())
                .redirectOutput(out.toFile())
                .redirectError(folder.resolve("errors.txt").toFile())
                .start();
        try {
            assertThat(process.waitFor(100, TimeUnit.SECONDS)).isTrue();
        } finally {
            process.destroyForcibly();
        }
        return Files.readString(out);
    }

    private static Optional<Path> browser() {
        return Stream.of(System.getenv("PATH").split(":", -1))
                .flatMap(entry -> Stream.of("chromium", "chromium-browser", "google-chrome")
                        .map(name -> Path.of(entry, name)))
                .filter(Files::isExecutable)
                .findFirst();
    }
}
