// SPDX-License-Identifier: Apache-2.0
package org.gittheta.storage.stub;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.gittheta.storage.digest.Sha256Digest;
import org.junit.jupiter.api.Test;

/** A merge on a server, add -p and patches mix the lines of stubs without knowing what they are. */
class StubMixtureTest {
    private static final int TENSORS = 40;

    private final Random random = new Random(3);

    @Test
    void anyMixtureOfTheLinesOfTwoStubsIsAStubAgain() throws IOException {
        for (int round = 0; round < 500; round++) {
            String frame = frame(random.nextInt(2));
            List<String> tensors = new ArrayList<>();
            for (int i = 0; i < TENSORS; i++) {
                int side = random.nextInt(4);
                if (side < 2) {
                    tensors.add(tensor(i, side));
                } else if (side == 2) {
                    tensors.add(tensor(i + TENSORS, side));
                }
            }
            Collections.shuffle(tensors, random);

            Stub stub = StubFormat.read(text(frame, tensors));

            assertThat(stub.tensors().stream().map(StubFormat::line)).containsExactlyInAnyOrderElementsOf(tensors);
            assertThat(StubFormat.read(StubFormat.write(stub))).isEqualTo(stub);
        }
    }

    @Test
    void linesOfBothSidesForOneNameAreRefused() {
        List<String> tensors =
                IntStream.range(0, TENSORS).mapToObj(i -> tensor(i, 0)).collect(Collectors.toList());
        tensors.add(tensor(7, 1));
        assertThatExceptionOfType(StubFormatException.class)
                .isThrownBy(() -> StubFormat.read(text(frame(0), tensors)))
                .withMessageContaining("two lines for layer.7");
    }

    @Test
    void aViewAndAParameterOfOneNameAreTwoLinesOfOneName() {
        List<String> tensors = List.of(tensor(1, 0), "view layer.1 F32 [1] layer.0 0 [1]");
        assertThatExceptionOfType(StubFormatException.class)
                .isThrownBy(() -> StubFormat.read(text(frame(0), tensors)))
                .withMessageContaining("two lines for layer.1");
    }

    private static byte[] text(String frame, List<String> tensors) {
        String lines = tensors.stream().map(line -> line + "\n").collect(Collectors.joining());
        return ("git-theta stub 1\n# note\n" + frame + "\n" + lines).getBytes(UTF_8);
    }

    private static String frame(int side) {
        return "frame safetensors 9 " + hash("frame" + side) + " raw " + hash("object" + side) + ":9";
    }

    private static String tensor(int number, int side) {
        String identity = "param layer." + number + " F32 [1] 4 " + hash("content" + number + side);
        return identity + " raw " + hash("object" + side) + ":" + (9 + 4 * TENSORS) + "@" + (9 + 4 * (number % TENSORS))
                + "+4";
    }

    private static String hash(String text) {
        return Sha256Digest.of(text.getBytes(UTF_8)).toString();
    }
}
