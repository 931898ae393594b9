// SPDX-License-Identifier: Apache-2.0
package org.gittheta.cli.migrate;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.gittheta.cli.migrate.AttributesRewrite.Owner;
import org.junit.jupiter.api.Test;

class AttributesRewriteTest {
    private static final String LFS = " filter=lfs diff=lfs merge=lfs -text\n";
    private static final String THETA = " filter=theta diff=theta merge=theta -text\n";

    private static String top(AttributesRewrite rewrite, String text, boolean isNeeded) {
        return new String(rewrite.top(text.getBytes(StandardCharsets.UTF_8), isNeeded), StandardCharsets.UTF_8);
    }

    private static AttributesRewrite importing(List<String> included, List<String> excluded) {
        return new AttributesRewrite(Owner.LFS, Owner.THETA, PathSelection.of(included, excluded));
    }

    private static AttributesRewrite exporting(Owner to, List<String> included, List<String> excluded) {
        return new AttributesRewrite(Owner.THETA, to, PathSelection.of(included, excluded));
    }

    @Test
    void anImportTakesEveryLineOfGitLfsInItsPlaceAndKeepsTheRest() {
        String before = "# weights\r\n*.pt lockable" + LFS + "*.txt text\n*.psd" + LFS;
        assertThat(top(importing(List.of(), List.of()), before, false))
                .isEqualTo("# weights\r\n*.pt filter=theta diff=theta merge=theta -text lockable\n*.txt text\n*.psd"
                        + THETA);
    }

    @Test
    void anImportOfNamedPatternsTakesTheirLinesOnly() {
        assertThat(top(importing(List.of("*.pt"), List.of()), "*.pt" + LFS + "*.psd" + LFS, true))
                .isEqualTo("*.pt" + THETA + "*.psd" + LFS);
    }

    @Test
    void aPatternWithoutALineGetsOneOnceThereAreFilesForIt() {
        AttributesRewrite rewrite = importing(List.of("*.pt", "my model.bin"), List.of());
        assertThat(top(rewrite, "", false)).isEmpty();
        assertThat(top(rewrite, "", true)).isEqualTo("*.pt" + THETA + "my[[:space:]]model.bin" + THETA);
        assertThat(top(rewrite, "*.pt" + THETA + "my[[:space:]]model.bin" + THETA, true))
                .isEqualTo("*.pt" + THETA + "my[[:space:]]model.bin" + THETA);
    }

    @Test
    void whatIsExcludedStaysWithWhomeverHadIt() {
        assertThat(top(importing(List.of(), List.of("small/*.pt")), "*.pt" + LFS, true))
                .isEqualTo("*.pt" + THETA + "small/*.pt" + LFS);
        assertThat(top(importing(List.of("*.pt"), List.of("small/*.pt")), "", true))
                .isEqualTo("*.pt" + THETA + "small/*.pt !filter !diff !merge !text\n");
        assertThat(top(importing(List.of(), List.of("*.psd")), "*.pt" + LFS + "*.psd" + LFS, true))
                .isEqualTo("*.pt" + THETA + "*.psd" + LFS);
    }

    @Test
    void anExportGivesLinesToGitLfsOrToGitWhichMustNotChangeLineEnds() {
        assertThat(top(exporting(Owner.LFS, List.of(), List.of()), "*.pt" + THETA, true))
                .isEqualTo("*.pt" + LFS);
        assertThat(top(exporting(Owner.GIT, List.of(), List.of()), "*.pt" + THETA, true))
                .isEqualTo("*.pt -text\n");
        assertThat(top(exporting(Owner.GIT, List.of("a/*.pt"), List.of("a/b.pt")), "*.pt" + THETA, true))
                .isEqualTo("*.pt" + THETA + "a/*.pt !filter !diff !merge -text\na/b.pt" + THETA);
    }

    @Test
    void aFileThatNeedsNoChangeIsReturnedItself() {
        byte[] text = "*.txt text".getBytes(StandardCharsets.UTF_8);
        assertThat(importing(List.of(), List.of()).top(text, true)).isSameAs(text);
        assertThat(importing(List.of(), List.of()).nested(text)).isSameAs(text);
    }
}
