// SPDX-License-Identifier: Apache-2.0
package org.gittheta.storage.memo;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.List;
import java.util.zip.CRC32;
import org.gittheta.storage.digest.Sha256;
import org.gittheta.storage.digest.Sha256Digest;
import org.gittheta.storage.object.Slice;
import org.gittheta.storage.stub.Encoding;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ContentMemoTest {
    private static final Sha256 CONTENT = Sha256Digest.of(new byte[] {1});
    private static final Encoding FIRST = encoding(10);
    private static final Encoding SECOND = encoding(20);

    @TempDir
    Path parent;

    private Path folder;
    private Path shard;

    @BeforeEach
    void locate() {
        folder = parent.resolve("theta/memo");
        shard = folder.resolve(CONTENT.toString().substring(0, 2));
    }

    @Test
    void knowsNothingWhereThereIsNoFolder() throws IOException {
        assertThat(memo().find(CONTENT, 1)).isEmpty();
        memo().save();
        assertThat(folder).doesNotExist();
    }

    @Test
    void remembersInTheOrderInWhichContentsWereSeen() throws IOException {
        remember(FIRST);
        remember(SECOND);
        remember(FIRST);
        assertThat(memo().find(CONTENT, 1)).containsExactly(FIRST, SECOND);
        assertThat(memo().find(CONTENT, 2)).isEmpty();
        assertThat(memo().find(Sha256.OF_NOTHING, 1)).isEmpty();
    }

    @Test
    void writesTheRecordThatItsGrammarSays() throws IOException {
        remember(FIRST);
        String text = CONTENT + " 1 planes " + Sha256.OF_NOTHING + ":10";
        CRC32 crc = new CRC32();
        crc.update(text.getBytes(US_ASCII));
        assertThat(shard).hasContent("\n" + text + String.format(" %08x", crc.getValue()) + "\n");
    }

    @Test
    void writesNothingTwice() throws IOException {
        remember(FIRST);
        long size = Files.size(shard);
        remember(FIRST);
        assertThat(shard).hasSize(size);
    }

    @Test
    void knowsWhatWasAddedBeforeItIsSaved() throws IOException {
        ContentMemo memo = memo();
        memo.add(CONTENT, 1, FIRST);
        assertThat(memo.find(CONTENT, 1)).containsExactly(FIRST);
        assertThat(memo().find(CONTENT, 1)).isEmpty();
    }

    @Test
    void twoProcessesMayRememberAtOnce() throws IOException {
        ContentMemo one = memo();
        ContentMemo other = memo();
        assertThat(one.find(CONTENT, 1)).isEmpty();
        assertThat(other.find(CONTENT, 1)).isEmpty();
        one.add(CONTENT, 1, FIRST);
        other.add(CONTENT, 1, SECOND);
        other.save();
        one.save();
        assertThat(memo().find(CONTENT, 1)).containsExactly(SECOND, FIRST);
    }

    @Test
    void aRecordThatWasHalfWrittenSpoilsNoOther() throws IOException {
        remember(FIRST);
        byte[] record = Files.readAllBytes(shard);
        for (int length = 0; length < record.length; length++) {
            Files.write(shard, Arrays.copyOf(record, length));
            remember(SECOND);
            assertThat(memo().find(CONTENT, 1)).contains(SECOND).doesNotContain(encoding(30));
        }
    }

    @Test
    void aDamagedRecordIsPassedOver() throws IOException {
        remember(FIRST);
        byte[] record = Files.readAllBytes(shard);
        remember(SECOND);
        byte[] both = Files.readAllBytes(shard);
        for (int at = 1; at < record.length - 1; at++) {
            byte[] damaged = both.clone();
            damaged[at] ^= 1;
            Files.write(shard, damaged);
            assertThat(memo().find(CONTENT, 1)).containsExactly(SECOND);
        }
    }

    @Test
    void aRecordOfALaterVersionIsPassedOver() throws IOException {
        remember(FIRST);
        for (String text : List.of(
                CONTENT + " 1 lz99{" + Sha256.OF_NOTHING + ":10}",
                CONTENT + " nonsense",
                CONTENT.toString().toUpperCase(java.util.Locale.ROOT) + " 1 planes",
                "x".repeat(80),
                CONTENT + "-1 planes")) {
            CRC32 crc = new CRC32();
            crc.update(text.getBytes(US_ASCII));
            String record = "\n" + text + String.format(" %08x", crc.getValue()) + "\n";
            Files.write(shard, record.getBytes(US_ASCII), StandardOpenOption.APPEND);
        }
        assertThat(memo().find(CONTENT, 1)).containsExactly(FIRST);
    }

    private ContentMemo memo() {
        return new ContentMemo(folder);
    }

    private void remember(Encoding encoding) throws IOException {
        ContentMemo memo = memo();
        memo.add(CONTENT, 1, encoding);
        memo.save();
    }

    private static Encoding encoding(long size) {
        return new Encoding("planes", List.of(Slice.whole(Sha256.OF_NOTHING, size)));
    }
}
