// SPDX-License-Identifier: Apache-2.0
package org.gittheta.filter.format.pytorch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.gittheta.filter.format.CheckpointFormat.Access;
import org.gittheta.filter.format.FormatRunner;
import org.gittheta.filter.format.Layout;
import org.gittheta.filter.format.Layout.Extent;
import org.gittheta.filter.format.LocatedView;
import org.gittheta.filter.format.MalformedCheckpointException;
import org.gittheta.filter.format.pickle.PickleBytes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LegacyFileTest {
    private static final PyTorchLegacyFormat FORMAT = new PyTorchLegacyFormat();

    private static final byte[] MAGIC =
            new PickleBytes().raw("L119547037146038801333356L\n").stop();

    @ParameterizedTest
    @ValueSource(
            strings = {
                "L119547037146038801333356L\n.",
                "\u0080\u0002\u008A\nl\u00FC\u009CF\u00F9 j\u00A8P\u0019.",
                "\u0080\u0004\u0095\r\0\0\0\0\0\0\0\u008A\nl\u00FC\u009CF\u00F9 j\u00A8P\u0019."
            })
    void recognisesTheMagicNumberInEveryProtocol(String latin) {
        byte[] start = latin.getBytes(StandardCharsets.ISO_8859_1);

        assertThat(FormatRunner.recognise(FORMAT, start)).isEqualTo(Access.STREAMED);
    }

    @ParameterizedTest
    @ValueSource(strings = {"L119547037146038801333357L\n.", "L119547037146038801333356L\n", "K\u0001."})
    void doesNotRecogniseOtherPickles(String latin) {
        byte[] start = latin.getBytes(StandardCharsets.ISO_8859_1);

        assertThat(FormatRunner.recognise(FORMAT, start)).isEqualTo(Access.NONE);
    }

    @Test
    void placesAViewOfAStorageAsOldFilesDescribeIt() throws Exception {
        PickleBytes object = new PickleBytes().op('}', '(').text("all").floats("k", 10, 0, new long[] {10}, 1);
        object.text("part")
                .global("torch._utils", "_rebuild_tensor")
                .op('(', '(')
                .text("storage");
        object.global("torch", "FloatStorage").text("k").text("cpu").whole(10);
        object.op('(').text("view").whole(4).whole(3).op('t', 't', 'Q');
        byte[] file = file(object.whole(1).wholes(2).wholes(1).op('t', 'R').stop('u'), 10, 40);

        Extent all = FormatRunner.locate(FORMAT, file).parameters().get(0);

        assertThat(all.offset()).isEqualTo(file.length - 40);
        assertThat(all.parameter().views()).extracting(LocatedView::offset).containsExactly(20L);
    }

    @Test
    void leavesWhatFollowsTheStoragesToTheFrame() throws Exception {
        byte[] file = file(object(2), 2, 8 + 100);

        Layout layout = FormatRunner.locate(FORMAT, file);

        assertThat(layout.parameters()).extracting(Extent::offset).isEqualTo(List.of(file.length - 108L));
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 1, 3, -2, Long.MIN_VALUE, Long.MAX_VALUE})
    void refusesAStorageOfAnotherLengthThanItsObjectSays(long elements) {
        byte[] file = file(object(2), elements, 100);

        assertThatExceptionOfType(MalformedCheckpointException.class)
                .isThrownBy(() -> FormatRunner.locate(FORMAT, file))
                .withMessageContaining("not as long");
    }

    private static byte[] object(long elements) {
        return new PickleBytes()
                .floats("k", elements, 0, new long[] {elements}, 1)
                .stop();
    }

    /** Writes a file with one storage called k. */
    private static byte[] file(byte[] object, long elements, int bytes) {
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        file.writeBytes(MAGIC);
        file.writeBytes(new PickleBytes().whole(1001).stop());
        file.writeBytes(new PickleBytes().op('}').stop());
        file.writeBytes(object);
        file.writeBytes(new PickleBytes().op(']').text("k").stop('a'));
        file.writeBytes(ByteBuffer.allocate(8)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(elements)
                .array());
        file.writeBytes(new byte[bytes]);
        return file.toByteArray();
    }
}
