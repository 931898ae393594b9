// SPDX-License-Identifier: Apache-2.0
package org.gittheta.lfs;

import static org.assertj.core.api.Assertions.assertThat;

import org.gittheta.storage.digest.Sha256;
import org.junit.jupiter.api.Test;

/** Reads what git-lfs 3.3 and 3.7 were seen to write. */
class GitLfsAnswerTest {
    @Test
    void keepsTheReasonAndDropsWhatSaysNothing() {
        String errors = """
                batch response: Authorization error: http://localhost/m.git/info/lfs/objects/batch
                Check that you have proper access to the repository
                error: failed to push some refs to 'http://localhost/m.git'
                """;
        assertThat(GitLfsAnswer.sentence("uploading to", "origin", errors))
                .startsWith("uploading to origin failed: ")
                .contains("Authorization error", "Check that you have proper access")
                .doesNotContain("some refs");
    }

    @Test
    void theReferenceThatIsFetchedIsNoReason() {
        String errors =
                "Fetching reference 2d8448b3f033cb03f31292b03f735e7ae04cfaab\nchdir /m.git: no such directory\n";
        assertThat(GitLfsAnswer.sentence("downloading from", "origin", errors))
                .isEqualTo("downloading from origin failed: chdir /m.git: no such directory");
    }

    @Test
    void showsNoPasswordOfAUrl() {
        assertThat(GitLfsAnswer.sentence("asking", "https://me:secret@example.org/m.git", "no https://a:b@example.org"))
                .isEqualTo("asking https://example.org/m.git failed: no https://example.org");
    }

    @Test
    void findsTheObjectsThatAreNamed() {
        assertThat(GitLfsAnswer.objects("[" + Sha256.OF_NOTHING + "] Object does not exist"))
                .containsExactly(Sha256.OF_NOTHING);
    }
}
