// SPDX-License-Identifier: Apache-2.0
package org.gittheta.storage.stub;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.gittheta.storage.digest.Sha256;
import org.gittheta.storage.digest.Sha256Digest;
import org.gittheta.storage.object.Slice;
import org.gittheta.storage.tensor.DType;
import org.gittheta.storage.tensor.ParameterName;
import org.gittheta.storage.tensor.Shape;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class StubFormatTest {
    private static final String OF_NOTHING = Sha256.OF_NOTHING.toString();
    private static final String HEAD = "git-theta stub 1\n# note\n";
    private static final String FRAME = "frame f 0 " + OF_NOTHING + " raw\n";

    static List<String> golden() {
        return GoldenStubs.ALL;
    }

    @ParameterizedTest
    @MethodSource("golden")
    void readsGoldenStubsAndWritesThemAsTheyAre(String name) throws IOException {
        Stub stub = StubFormat.read(GoldenStubs.bytes(name));

        assertThat(new String(StubFormat.write(stub), UTF_8)).isEqualTo(GoldenStubs.text(name));
    }

    @Test
    void readsEveryKindOfLine() throws IOException {
        Stub stub = StubFormat.read(GoldenStubs.bytes(GoldenStubs.EVERY_LINE));

        Slice frame = new Slice(hash("pack"), 400, 0, 100);
        assertThat(stub.frame())
                .isEqualTo(new FrameEntry("safetensors", 131, hash("frame"), new Encoding("planes", List.of(frame))));
        assertThat(stub.tensors().stream().map(tensor -> tensor.name().text()))
                .containsExactly("", "100%", "a b\nc", "größe", "s", "t", "tied", "wte");
        assertThat(tensor(stub, "a b\nc"))
                .isEqualTo(new ParameterEntry(
                        new ParameterName("a b\nc"),
                        new DType("F32"),
                        Shape.of(4, 16),
                        256,
                        hash("abc"),
                        new Encoding("planes", List.of(new Slice(hash("pack"), 400, 102, 201))),
                        false));
        assertThat(tensor(stub, "s"))
                .isEqualTo(new ParameterEntry(
                        new ParameterName("s"),
                        DType.U8,
                        Shape.of(1024),
                        1024,
                        hash("s"),
                        new Encoding("raw", List.of(Slice.whole(hash("s1"), 1000), Slice.whole(hash("s2"), 24))),
                        true));
        assertThat(tensor(stub, "t")).isEqualTo(view("t", Shape.of(4, 4), "s", 0, Optional.empty(), List.of(1L, -4L)));
        assertThat(tensor(stub, "tied"))
                .isEqualTo(view("tied", Shape.of(16), "a b\nc", 64, Optional.of(hash("tied")), List.of()));
    }

    @Test
    void readsAChainOfBases() throws IOException {
        Stub stub = StubFormat.read(GoldenStubs.bytes(GoldenStubs.EVERY_LINE));

        Encoding first = new Encoding("planes", List.of(Slice.whole(hash("y"), 20)));
        Encoding second = new Encoding(
                "xor",
                List.of(new Slice(hash("pack"), 400, 303, 7)),
                Optional.of(new Encoding.Base(new DType("F32"), 32, hash("base0"), first)));
        Encoding third = new Encoding(
                "xor",
                List.of(Slice.whole(hash("x"), 5)),
                Optional.of(new Encoding.Base(new DType("BF16"), 16, hash("base1"), second)));
        Encoding read = ((ParameterEntry) tensor(stub, "wte")).encoding();
        assertThat(read).isEqualTo(third);
        assertThat(read.payloadSize()).isEqualTo(5);
        assertThat(read.allSlices())
                .containsExactly(
                        Slice.whole(hash("x"), 5), new Slice(hash("pack"), 400, 303, 7), Slice.whole(hash("y"), 20));
        assertThat(stub.slices())
                .containsAll(read.allSlices())
                .contains(stub.frame().encoding().slices().get(0));
    }

    @Test
    void identityIsNotHowTheBytesAreStored() {
        ParameterEntry here = new ParameterEntry(
                new ParameterName("a"), DType.U8, Shape.of(1), 1, hash("a"), new Encoding("raw", List.of()), false);
        ParameterEntry there = new ParameterEntry(
                new ParameterName("a"), DType.U8, Shape.of(1), 1, hash("a"), new Encoding("planes", List.of()), false);

        assertThat(here.isSameParameter(there)).isTrue();
        assertThat(here).isNotEqualTo(there);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "param a F32 [1] 4 H raw \n",
                "param  a F32 [1] 4 H raw\n",
                "param a F32 [1] 04 H raw\n",
                "param a F32 [1] 4 H raw <\n",
                "param a F32 [1] 4 H raw < F32 4 H\n",
                "param a F32 [01] 4 H raw\n",
                "param a f32 [1] 4 H raw\n",
                "param a F32 [1] 4 H RAW\n",
                "param a F32 [1] 4 H\n",
                "param %41 F32 [1] 4 H raw\n",
                "view a F32 [1] b 0\n",
                "view a F32 [1] b 0 []\n",
                "view a F32 [1] b 0 [\n",
                "view a F32 [1] b 0 [01]\n",
                "view a F32 [1] b 0 [+1]\n",
                "view a F32 [1] b 0 [-0]\n",
                "view a F32 [1] b 0 [\u0661]\n",
                "view a F32 [1] b 0 [1] \n",
                "view a F32 [1] b 0 H H\n",
                "weight a F32 [1] 4 H raw\n",
                "frame\n",
                "PARAM a F32 [1] 4 H raw\n",
                "\n",
                " \n"
            })
    void refusesEveryOtherLine(String line) {
        assertRefused(HEAD + FRAME + line.replace("H", OF_NOTHING), "line 4");
    }

    @Test
    void saysWhatIsWrongWithTheWholeText() {
        assertRefused("", "cut off");
        assertRefused("git-theta stub 1", "cut off");
        assertRefused(HEAD, "no frame");
        assertRefused(HEAD + FRAME + FRAME, "second frame");
        assertRefused(HEAD.replace("1", "2") + FRAME, "newer");
        assertRefused(HEAD.replace("1", "10") + FRAME, "newer");
        assertRefused("git-theta stub\n" + FRAME, "does not begin");
        assertRefused((HEAD + FRAME).replace("\n", "\r\n"), "-text");
        assertRefused(HEAD + FRAME + ("param a U8 [0] 0 " + OF_NOTHING + " raw\n").repeat(2), "two lines for a");
    }

    @ParameterizedTest
    @ValueSource(strings = {"<<<<<<< HEAD", "=======", ">>>>>>> topic", "||||||| base"})
    void asksToSettleAConflict(String marker) {
        assertRefused(HEAD + FRAME + marker + "\n", "settle the merge");
        assertRefused(HEAD + marker + "\n" + FRAME, "settle the merge");
    }

    @Test
    void aComplaintIsOneLineThatNoTerminalStumblesOver() {
        assertRefused("git-theta stub \u001b[2J\n", "newer");
        assertRefused(HEAD + FRAME + "\u001b[2J\u202e\u0007\n", "line 4");
        assertRefused(HEAD + FRAME + "param a F32 [1] 4 " + "\u001b[2J".repeat(100) + " raw\n", "line 4");
    }

    @Test
    void takesAtMostAThousandBases() throws IOException {
        String base = " < U8 0 " + OF_NOTHING + " raw";
        assertThat(StubFormat.readEncoding("raw" + base.repeat(1000)).base()).isPresent();
        assertThatExceptionOfType(StubFormatException.class)
                .isThrownBy(() -> StubFormat.readEncoding("raw" + base.repeat(100_000)));
    }

    @Test
    void tellsFromTheFirstBytesWhetherAFileIsMeantAsAStub() {
        assertThat(isStub("git-theta stub 1\n")).isTrue();
        assertThat(isStub("git-theta stub 99")).isTrue();
        assertThat(isStub("git-theta stub")).isFalse();
        assertThat(isStub("")).isFalse();
        assertThat(StubFormat.isStub("git-theta stub 1".getBytes(UTF_8), 3)).isFalse();
    }

    @Test
    void readsAHundredThousandLinesInNoTime() throws IOException {
        StringBuilder text = new StringBuilder(HEAD + FRAME);
        for (int i = 0; i < 100_000; i++) {
            String name = "model.layers." + (i * 7919 % 100_000) + ".self_attn.q_proj.weight";
            text.append("param ").append(name).append(rest);
        }
        byte[] bytes = text.toString().getBytes(UTF_8);

        Stub stub = assertTimeoutPreemptively(Duration.ofSeconds(20), () -> StubFormat.read(bytes));

        assertThat(stub.tensors()).hasSize(100_000);
        assertThat(stub.tensor(new ParameterName("model.layers.99999.self_attn.q_proj.weight")))
                .isPresent();
        assertThat(stub.tensor(new ParameterName("model.layers.100000.self_attn.q_proj.weight")))
                .isEmpty();
    }

    private static void assertRefused(String text, String reason) {
        assertThatExceptionOfType(StubFormatException.class)
                .isThrownBy(() -> StubFormat.read(text.getBytes(UTF_8)))
                .withMessageContaining(reason)
                .satisfies(e -> StubMutationTest.assertSentence(e));
    }

    private static boolean isStub(String text) {
        return StubFormat.isStub(text.getBytes(UTF_8), text.length());
    }

    private static TensorEntry tensor(Stub stub, String name) {
        return stub.tensor(new ParameterName(name)).orElseThrow();
    }

    private static ViewEntry view(
            String name, Shape shape, String target, long offset, Optional<Sha256> sha256, List<Long> strides) {
        DType dtype = new DType("F32");
        return new ViewEntry(new ParameterName(name), dtype, shape, new ParameterName(target), offset, sha256, strides);
    }

    private static Sha256 hash(String text) {
        return Sha256Digest.of(text.getBytes(UTF_8));
    }
}
