// SPDX-License-Identifier: Apache-2.0
package org.gittheta.filter.format.pickle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.List;
import org.gittheta.filter.format.MalformedCheckpointException;
import org.gittheta.filter.format.RecordingInput;
import org.gittheta.filter.format.pickle.PickleValue.Big;
import org.gittheta.filter.format.pickle.PickleValue.Flag;
import org.gittheta.filter.format.pickle.PickleValue.Global;
import org.gittheta.filter.format.pickle.PickleValue.Instance;
import org.gittheta.filter.format.pickle.PickleValue.Mapping;
import org.gittheta.filter.format.pickle.PickleValue.Plain;
import org.gittheta.filter.format.pickle.PickleValue.Real;
import org.gittheta.filter.format.pickle.PickleValue.Sequence;
import org.gittheta.filter.format.pickle.PickleValue.Text;
import org.gittheta.filter.format.pickle.PickleValue.Tuple;
import org.gittheta.filter.format.pickle.PickleValue.Whole;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PickleTest {
    @Test
    void readsNumbersAndTextOfEveryProtocol() throws Exception {
        byte[] pickle = new PickleBytes()
                .raw("(I-7\nI01\nL12L\nF1.5\n")
                .bytes('J', 0xFF, 0xFF, 0xFF, 0xFF, 'K', 200, 'M', 1, 2, 0x8A, 1, 0x80, 0x8A, 0)
                .bytes('G', 0xC0, 0, 0, 0, 0, 0, 0, 0, 'N', 0x88, 0x89)
                .raw("S'old'\nV\\u00fcn\nU\u0002hiL119547037146038801333356L\n")
                .bytes('T', 1, 0, 0, 0, 0xFC, 'X', 2, 0, 0, 0, 0xC3, 0xBC, 0x8C, 1, 'a', 'C', 1, 0)
                .op('t')
                .stop();

        assertThat(items(read(pickle)))
                .containsExactly(
                        new Whole(-7),
                        new Flag(true),
                        new Whole(12),
                        new Real(1.5),
                        new Whole(-1),
                        new Whole(200),
                        new Whole(513),
                        new Whole(-128),
                        new Whole(0),
                        new Real(-2),
                        Plain.NONE,
                        new Flag(true),
                        new Flag(false),
                        new Text("old"),
                        new Text("ün"),
                        new Text("hi"),
                        new Big(new BigInteger("119547037146038801333356")),
                        new Text("ü"),
                        new Text("ü"),
                        new Text("a"),
                        Plain.BYTES);
    }

    @Test
    void readsContainersAndSharesWhatIsRemembered() throws Exception {
        byte[] pickle = new PickleBytes()
                .op('}')
                .bytes('q', 0)
                .op('(')
                .text("self")
                .bytes('h', 0)
                .text("list")
                .op(']', '(')
                .bytes('K', 1, 'K', 2)
                .op('e', 'u')
                .stop();

        Mapping map = (Mapping) read(pickle);

        assertThat(map.items().get(0)).isEqualTo(new Text("self"));
        assertThat(map.items().get(1)).isSameAs(map);
        assertThat(((Sequence) map.items().get(3)).items()).containsExactly(new Whole(1), new Whole(2));
    }

    @Test
    void keepsACallWithWhatItWouldGetAndCallsNothing() throws Exception {
        byte[] pickle = new PickleBytes()
                .global("posix", "system")
                .text("touch pwned")
                .bytes(0x85)
                .op('R', '}', 'b')
                .stop();

        Instance call = (Instance) read(pickle);

        assertThat(call.callable()).isEqualTo(new Global("posix", "system"));
        assertThat(items(call.arguments())).containsExactly(new Text("touch pwned"));
        assertThat(call.states()).hasOnlyElementsOfType(Mapping.class).hasSize(1);
    }

    @Test
    void stopsRightAfterTheEnd() throws Exception {
        byte[] pickle = new PickleBytes().op('N').stop();
        RecordingInput input = new RecordingInput(Arrays.copyOf(pickle, pickle.length + 10));

        assertThat(Pickle.read(PickleSource.of(input)).root()).isEqualTo(Plain.NONE);
        assertThat(input.position()).isEqualTo(pickle.length);
    }

    @Test
    void listsPersistentIdsInTheirOrder() throws Exception {
        byte[] pickle = new PickleBytes().raw("Pone\n0").text("two").op('Q').stop();

        assertThat(Pickle.read(PickleSource.of(pickle)).persistents())
                .extracting(PickleValue.Persistent::id)
                .containsExactly(new Text("one"), new Text("two"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "N",
                "0.",
                ".",
                "(.",
                "t.",
                "]K\u0001s.",
                "}(K\u0001u.",
                "K\u0001K\u0002a.",
                "h\u0000.",
                "g-1\n.",
                "p9999999\n.",
                "NNb.",
                "I1x\n.",
                "Sabc\n.",
                "V\\u12\n.",
                "\u0080\u0006N.",
                "\u0082\u0001.",
                "\u0097.",
                "Z",
                "(o.",
                "N\u0086.",
                "\u0093.",
                "NN\u0093.",
                "X\u00ff\u00ff\u00ff\u00ff.",
                "\u008d\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff.",
                "\u008b\u00ff\u00ff\u00ff\u007f.",
                "(1(.",
                "K\u0001("
            })
    void refusesWhatIsNoPickle(String latin) {
        byte[] bytes = latin.getBytes(java.nio.charset.StandardCharsets.ISO_8859_1);

        assertThatExceptionOfType(MalformedCheckpointException.class)
                .isThrownBy(() -> read(bytes))
                .withMessageContaining("pickle");
    }

    @ParameterizedTest
    @ValueSource(chars = {'(', ']', 'N'})
    void refusesAStackWithoutEnd(char opcode) {
        byte[] bytes = new byte[Pickle.MOST_VALUES + 2];
        Arrays.fill(bytes, (byte) opcode);

        assertThatExceptionOfType(MalformedCheckpointException.class).isThrownBy(() -> read(bytes));
    }

    @Test
    void refusesMoreValuesThanItMayMakeEvenIfTheyAreThrownAway() {
        byte[] bytes = new byte[2 * Pickle.MOST_VALUES + 4];
        for (int i = 0; i < bytes.length; i += 2) {
            bytes[i] = ']';
            bytes[i + 1] = '0';
        }

        assertThatExceptionOfType(MalformedCheckpointException.class)
                .isThrownBy(() -> read(bytes))
                .withMessageContaining("values");
    }

    @Test
    void readsTuplesNestedToAnyDepthWithoutRecursion() throws Exception {
        byte[] pickle = new byte[1_000_003];
        Arrays.fill(pickle, (byte) 0x85);
        pickle[0] = ')';
        pickle[pickle.length - 1] = '.';

        PickleValue value = read(pickle);
        int depth = 0;
        while (!items(value).isEmpty()) {
            value = items(value).get(0);
            depth++;
        }

        assertThat(depth).isEqualTo(1_000_001);
    }

    private static PickleValue read(byte[] bytes) throws IOException, MalformedCheckpointException {
        return Pickle.read(PickleSource.of(bytes)).root();
    }

    private static List<PickleValue> items(PickleValue tuple) {
        return ((Tuple) tuple).items();
    }
}
