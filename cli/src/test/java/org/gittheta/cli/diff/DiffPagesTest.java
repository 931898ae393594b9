// SPDX-License-Identifier: Apache-2.0
package org.gittheta.cli.diff;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.gittheta.filter.diff.FactChange;
import org.junit.jupiter.api.Test;

/** Writes pages of hostile names. */
class DiffPagesTest {
    private static final String HOSTILE = "</script><img src=x onerror=alert(1)>|`&'\"\u2028";

    private static final FileDiff DIFF = Rows.file(
            HOSTILE, new FactChange(HOSTILE, Optional.of(HOSTILE), Optional.empty()), Rows.row("h.3." + HOSTILE, 0.25));

    @Test
    void anHtmlPageHoldsNamesAsDataOnly() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        DiffHtml.write(bytes, List.of(DIFF));
        String page = bytes.toString(StandardCharsets.UTF_8);
        String before = "<script type=\"application/json\" id=\"data\">";
        String data = page.substring(page.indexOf(before) + before.length());
        data = data.substring(0, data.indexOf("</script>"));
        assertThat(data).doesNotContain("<", ">", "&", "'");
        JsonNode file = new ObjectMapper().readTree(data).get(0);
        assertThat(file.get("path").asText()).isEqualTo(HOSTILE);
        JsonNode row = file.get("rows").get(0);
        assertThat(row.get("layer").asInt()).isEqualTo(3);
        assertThat(row.get("zeros").asInt()).isEqualTo(1);
        assertThat(row.get("bins").toString()).isEqualTo("[[1,-1,1],[-1,0,1],[1,0,1]]");
        assertThat(page).doesNotContain("<img", "http:", "https:", "innerHTML");
    }

    @Test
    void markdownHoldsNamesAsCodeOnly() {
        String text = String.join("\n", DiffMarkdown.lines(DIFF));
        assertThat(text)
                .contains("1 modified of 1 parameter", "| <code>", "rank 8")
                .doesNotContain("<img", "</script", "`");
        assertThat(text.lines().filter(line -> line.startsWith("| ")).map(line -> line.split("\\|", -1).length))
                .containsOnly(5, 7);
    }
}
