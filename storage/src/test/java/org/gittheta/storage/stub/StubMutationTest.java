// SPDX-License-Identifier: Apache-2.0
package org.gittheta.storage.stub;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class StubMutationTest {
    static List<String> golden() {
        return GoldenStubs.ALL;
    }

    @ParameterizedTest
    @MethodSource("golden")
    void anyChangedByteGivesAStubOrOneSentence(String name) {
        byte[] bytes = GoldenStubs.bytes(name);
        byte[] others = {0, '\n', '\r', ' ', '+', '0', 'a', '%', '[', -1};
        for (int at = 0; at < bytes.length; at++) {
            byte was = bytes[at];
            for (byte other : others) {
                bytes[at] = other;
                readOrRefuse(bytes);
            }
            for (int bit = 0; bit < 8; bit += 3) {
                bytes[at] = (byte) (was ^ (1 << bit));
                readOrRefuse(bytes);
            }
            bytes[at] = was;
        }
    }

    @ParameterizedTest
    @MethodSource("golden")
    void anyBeginningGivesAStubOrOneSentence(String name) {
        byte[] bytes = GoldenStubs.bytes(name);
        for (int length = 0; length < bytes.length; length++) {
            readOrRefuse(Arrays.copyOf(bytes, length));
            readOrRefuse(Arrays.copyOfRange(bytes, length, bytes.length));
            byte[] shorter = new byte[bytes.length - 1];
            System.arraycopy(bytes, 0, shorter, 0, length);
            System.arraycopy(bytes, length + 1, shorter, length, shorter.length - length);
            readOrRefuse(shorter);
        }
    }

    /** Reads; what can be read must be the same when written and read again. */
    static void readOrRefuse(byte[] text) {
        Stub stub;
        try {
            stub = StubFormat.read(text);
        } catch (StubFormatException e) {
            assertSentence(e);
            return;
        }
        try {
            assertThat(StubFormat.read(StubFormat.write(stub))).isEqualTo(stub);
        } catch (StubFormatException e) {
            throw new AssertionError("what was written cannot be read", e);
        }
    }

    /** Fails if a message is not one short line of visible text. */
    static void assertSentence(StubFormatException e) {
        String message = e.getMessage();
        boolean isPlain = !message.isBlank()
                && message.length() < 300
                && !message.contains("null")
                && message.codePoints()
                        .noneMatch(c -> Character.isISOControl(c) || Character.getType(c) == Character.FORMAT);
        if (!isPlain) {
            throw new AssertionError("no sentence: " + message, e);
        }
    }
}
