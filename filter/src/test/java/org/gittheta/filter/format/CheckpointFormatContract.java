// SPDX-License-Identifier: Apache-2.0
package org.gittheta.filter.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.SortedMap;
import java.util.stream.Stream;
import org.gittheta.filter.format.CheckpointFormat.Access;
import org.gittheta.filter.format.TensorListing.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Says what every checkpoint format must do; one passes it by subclassing it with files of its own. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@SuppressWarnings("JUnit4TestNotRun")
public abstract class CheckpointFormatContract {
    private static final int MUTATIONS_OF_A_FILE = 300;

    /** Returns the format. */
    protected abstract CheckpointFormat format();

    /** Returns good files of the format; those with a listing beside them are compared to it. */
    protected abstract List<Fixture> files();

    /** Returns damaged files, which the format must refuse or not know. */
    protected abstract List<Fixture> damagedFiles();

    /** Tells whether the format's files hold parameters; some only say where those of other files lie. */
    protected boolean holdsParameters() {
        return true;
    }

    /**
     * Is a file before and after someone changed some of its parameters.
     *
     * @param changed the names of these parameters
     */
    public record Edit(Fixture before, Fixture after, Set<String> changed) {}

    /** Returns files that were edited. */
    protected List<Edit> edits() {
        return List.of();
    }

    @Test
    void isFoundByItsName() {
        assertThat(format().name()).matches("[a-z0-9]+(-[a-z0-9]+)*");
        assertThat(ServiceLoader.load(CheckpointFormat.class))
                .anySatisfy(found -> assertThat(found).isInstanceOf(format().getClass()));
    }

    @ParameterizedTest
    @MethodSource("files")
    void recognisesItsFilesAndCanReadThemAsItSays(Fixture file) {
        ByteBuffer prefix = ByteBuffer.wrap(file.prefix());

        Access access = format().recognise(prefix.asReadOnlyBuffer());

        assertThat(access).isNotEqualTo(Access.NONE);
        assertThat(format()).isInstanceOf(access == Access.STREAMED ? StreamedFormat.class : SeekableFormat.class);
    }

    @ParameterizedTest
    @MethodSource("foreignBytes")
    void doesNotRecogniseOtherFiles(byte[] bytes) {
        assertThat(FormatRunner.recognise(format(), bytes)).isEqualTo(Access.NONE);
    }

    static Stream<byte[]> foreignBytes() {
        byte[] noise = new byte[5000];
        new Random(1).nextBytes(noise);
        return Stream.of(
                new byte[0],
                new byte[1],
                new byte[5000],
                noise,
                "#!/bin/sh\necho this is no checkpoint\n".getBytes(StandardCharsets.UTF_8));
    }

    @ParameterizedTest
    @MethodSource("files")
    void locatesWhatTheLibraryLists(Fixture file) throws Exception {
        Layout layout = FormatRunner.locate(format(), file.bytes());

        assertThat(layout.parameters().isEmpty()).isNotEqualTo(holdsParameters());
        file.expected()
                .ifPresent(expected ->
                        assertThat(TensorListing.of(layout, file.bytes())).isEqualTo(expected));
    }

    @ParameterizedTest
    @MethodSource("files")
    void keepsTheRulesOfALayoutAndSaysTheSameTwice(Fixture file) throws Exception {
        Layout layout = FormatRunner.locate(format(), file.bytes());

        LayoutRules.check(layout, file.bytes().length);
        assertThat(FormatRunner.locate(format(), file.bytes())).isEqualTo(layout);
    }

    @Test
    void findsThatAnEditChangedWhatItChangedAndNothingElse() throws Exception {
        for (Edit edit : edits()) {
            SortedMap<String, Tensor> before = tensorsOf(edit.before());
            SortedMap<String, Tensor> after = tensorsOf(edit.after());

            assertThat(after.keySet()).isEqualTo(before.keySet());
            assertThat(after.keySet())
                    .filteredOn(name -> !after.get(name).equals(before.get(name)))
                    .containsExactlyInAnyOrderElementsOf(edit.changed());
        }
    }

    private SortedMap<String, Tensor> tensorsOf(Fixture file) throws MalformedCheckpointException {
        return TensorListing.of(FormatRunner.locate(format(), file.bytes()), file.bytes());
    }

    @ParameterizedTest
    @MethodSource("damagedFiles")
    void refusesDamagedFilesOrDoesNotKnowThem(Fixture file) {
        Access access = FormatRunner.recognise(format(), file.bytes());

        Throwable refusal = catchThrowable(() -> FormatRunner.locate(format(), file.bytes()));

        assertThat(refusal instanceof MalformedCheckpointException).isEqualTo(access != Access.NONE);
    }

    @ParameterizedTest
    @MethodSource("files")
    void refusesACutOffFileOrLocatesWhatIsThere(Fixture file) throws Exception {
        byte[] bytes = file.bytes();
        Layout whole = FormatRunner.locate(format(), bytes);
        for (int length = 0; length < bytes.length; length += length < 2000 ? 1 : 1 + length % 37) {
            try {
                Layout layout = FormatRunner.locate(format(), Arrays.copyOf(bytes, length));
                LayoutRules.check(layout, length);
                assertThat(whole.parameters()).containsAll(layout.parameters());
            } catch (MalformedCheckpointException e) {
                assertThat(e).hasMessageMatching("(?s).+");
            }
        }
    }

    @ParameterizedTest
    @MethodSource("files")
    void refusesAChangedFileOrKeepsTheRules(Fixture file) {
        byte[] bytes = file.bytes();
        Random random = new Random(file.path().hashCode());
        for (int i = 0; i < MUTATIONS_OF_A_FILE; i++) {
            byte[] changed = bytes.clone();
            for (int n = random.nextInt(4); n >= 0; n--) {
                mutate(changed, random);
            }
            try {
                LayoutRules.check(FormatRunner.locate(format(), changed), changed.length);
            } catch (MalformedCheckpointException e) {
                assertThat(e).hasMessageMatching("(?s).+");
            }
        }
    }

    private static void mutate(byte[] bytes, Random random) {
        // Most of what a parser reads stands at the two ends of a file.
        int zone = Math.min(bytes.length, 2000);
        int at = switch (random.nextInt(3)) {
            case 0 -> random.nextInt(zone);
            case 1 -> bytes.length - 1 - random.nextInt(zone);
            default -> random.nextInt(bytes.length);
        };
        switch (random.nextInt(3)) {
            case 0 -> bytes[at] = (byte) random.nextInt();
            case 1 -> bytes[at] ^= (byte) (1 << random.nextInt(8));
            default ->
                Arrays.fill(bytes, at, Math.min(bytes.length, at + 1 + random.nextInt(8)), (byte) -random.nextInt(2));
        }
    }
}
