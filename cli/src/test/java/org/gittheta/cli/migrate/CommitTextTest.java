// SPDX-License-Identifier: Apache-2.0
package org.gittheta.cli.migrate;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class CommitTextTest {
    private static final String PEOPLE = """
            author Zo\u00eb  <> 1 +0000
            committer nobody <x@y> 99999999999 -1234
            """;

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    @Test
    void onlyTreeAndParentsChangeWhateverElseThereIs() throws IOException {
        String rest = PEOPLE + "encoding ISO-8859-1\nHG:extra branch\n\nsubject\u0000\u00fc\n\ntree 2\nparent 3";
        CommitText commit = new CommitText(bytes("tree 1\nparent 2\nparent 3\n" + rest));
        assertThat(commit.value("tree")).isEqualTo("1");
        assertThat(commit.values("parent")).containsExactly("2", "3");
        assertThat(commit.commit("9", parent -> parent.equals("3") ? "8" : parent))
                .isEqualTo(bytes("tree 9\nparent 2\nparent 8\n" + rest));
    }

    @Test
    void signaturesOfTheOldBytesAreLeftOut() {
        CommitText commit = new CommitText(bytes("tree 1\n" + PEOPLE
                + "gpgsig -----BEGIN PGP SIGNATURE-----\n \n abc\n -----END PGP SIGNATURE-----\nmergetag object 7\n type"
                + " commit\n\nsubject\n"));
        assertThat(commit.isSigned()).isTrue();
        assertThat(commit.commit("9", parent -> parent)).isEqualTo(bytes("tree 9\n" + PEOPLE + "\nsubject\n"));

        String head = "object 1\ntype commit\ntag v1\ntagger a <b> 1 +0000\n\nmessage\n";
        CommitText tag = new CommitText(bytes(head + "-----BEGIN SSH SIGNATURE-----\nabc\n"));
        assertThat(tag.isSignedTag()).isTrue();
        assertThat(tag.tag("2")).isEqualTo(bytes(head.replace("object 1", "object 2")));
    }

    @Test
    void aMessageThatQuotesASignatureIsNoSignatureOfACommit() {
        String text = "tree 1\n" + PEOPLE + "\nsubject\n\n-----BEGIN PGP SIGNATURE-----\n";
        assertThat(new CommitText(bytes(text)).isSigned()).isFalse();
        assertThat(new CommitText(bytes(text)).commit("1", parent -> parent)).isEqualTo(bytes(text));
    }

    @Test
    void aCommitWithoutMessageStaysOne() {
        assertThat(new CommitText(bytes("tree 1\n" + PEOPLE)).commit("2", parent -> parent))
                .isEqualTo(bytes("tree 2\n" + PEOPLE));
    }
}
