// SPDX-License-Identifier: Apache-2.0
package org.gittheta.filter.frame;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.zip.CRC32;
import org.gittheta.filter.frame.Frame.Crc32Slot;
import org.gittheta.filter.frame.Frame.Literal;
import org.gittheta.filter.frame.Frame.Slot;
import org.gittheta.storage.object.CorruptObjectException;
import org.gittheta.storage.tensor.ParameterName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FrameFormatTest {
    private static final ParameterName A = new ParameterName("a");
    private static final ParameterName SIZED = new ParameterName("größe");

    /** The encoding of {@link #golden()}, for ever. */
    private static final String GOLDEN = "01" + "06" // version, parts
            + "0003" // three literal bytes
            + "010161" + "8002" // slot a, 256 bytes
            + "020161" // CRC-32 of a
            + "0001" // one literal byte
            + "0107" + "6772c3b6c39f65" + "ffffffffffffffff7f" // slot größe, as large as can be
            + "0100" + "00" // slot of the empty name, no bytes
            + "0a0b0c" + "0d"; // literals

    private static Frame golden() {
        return new Frame(
                List.of(
                        new Literal(3),
                        new Slot(A, 256),
                        new Crc32Slot(A),
                        new Literal(1),
                        new Slot(SIZED, Long.MAX_VALUE),
                        new Slot(new ParameterName(""), 0)),
                new byte[] {10, 11, 12, 13});
    }

    @Test
    void writesAndReadsTheGoldenFrame() throws IOException {
        assertThat(HexFormat.of().formatHex(FrameFormat.write(golden()))).isEqualTo(GOLDEN);

        Frame frame = FrameFormat.read(HexFormat.of().parseHex(GOLDEN));

        assertThat(frame.parts()).isEqualTo(golden().parts());
        assertThat(frame.literals()).isEqualTo(golden().literals());
    }

    @Test
    void anyChangedByteGivesAFrameOrACorruptObject() {
        byte[] bytes = FrameFormat.write(golden());
        for (int at = 0; at < bytes.length; at++) {
            for (int value = 0; value < 256; value++) {
                byte[] changed = bytes.clone();
                changed[at] = (byte) value;
                readOrRefuse(changed);
            }
        }
    }

    @Test
    void aFrameThatIsCutOffIsCorrupt() {
        byte[] bytes = FrameFormat.write(golden());
        for (int length = 0; length < bytes.length; length++) {
            byte[] shorter = Arrays.copyOf(bytes, length);
            assertThatExceptionOfType(CorruptObjectException.class)
                    .isThrownBy(() -> FrameFormat.read(shorter))
                    .satisfies(e -> assertThat(e.getMessage()).doesNotContain("null"));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "02" + "00",
                "01" + "ffffffffffffffff7f",
                "01" + "ffffff7f" + "00",
                "01" + "01" + "0000",
                "01" + "02" + "0001" + "0001" + "aabb",
                "01" + "01" + "0002" + "aa",
                "01" + "01" + "0001" + "aabb",
                "01" + "01" + "00ffffffff0f",
                "01" + "01" + "020161",
                "01" + "02" + "01016101" + "01016101",
                "01" + "01" + "01ffffffff7f61",
                "01" + "01" + "010161" + "ffffffffffffffffff01",
                "01" + "01" + "03"
            })
    void refusesWhatItsGrammarDoesNotHave(String hex) {
        assertThatExceptionOfType(CorruptObjectException.class)
                .isThrownBy(() -> FrameFormat.read(HexFormat.of().parseHex(hex)));
    }

    @Test
    void theBuilderJoinsLiteralsAndDerivesChecksums() {
        CRC32 crc = new CRC32();
        crc.update("data".getBytes(UTF_8));
        long sum = crc.getValue();
        byte[] right = {(byte) sum, (byte) (sum >> 8), (byte) (sum >> 16), (byte) (sum >> 24)};
        FrameBuilder builder = new FrameBuilder();
        builder.literal(1);
        builder.literal(new byte[] {0, 2, 3, 0}, 1, 2);
        builder.literal(new byte[4], 0, 0);
        builder.slot(A, 4);
        builder.maybeCrc32(A, right);
        builder.literal(4);
        builder.maybeCrc32(A, new byte[] {5, 6, 7, 8});
        builder.literal(9);
        assertThat(builder.literalBytes()).isEqualTo(13);

        Frame frame = builder.build(name -> sum);

        assertThat(frame.parts()).containsExactly(new Literal(3), new Slot(A, 4), new Crc32Slot(A), new Literal(6));
        assertThat(frame.literals()).containsExactly(1, 2, 3, 4, 5, 6, 7, 8, 9);
    }

    @Test
    void theBuilderBuildsAnEmptyFrame() throws IOException {
        Frame frame = new FrameBuilder().build(name -> -1);
        assertThat(FrameFormat.read(FrameFormat.write(frame)).parts()).isEmpty();
    }

    /** Reads; what can be read must be the same when written and read again. */
    static void readOrRefuse(byte[] bytes) {
        Frame frame;
        try {
            frame = FrameFormat.read(bytes);
        } catch (CorruptObjectException e) {
            assertThat(e.getMessage()).isNotBlank().doesNotContain("null");
            return;
        }
        try {
            Frame again = FrameFormat.read(FrameFormat.write(frame));
            assertThat(again.parts()).isEqualTo(frame.parts());
            assertThat(again.literals()).isEqualTo(frame.literals());
        } catch (CorruptObjectException e) {
            throw new AssertionError("what was written cannot be read", e);
        }
    }
}
