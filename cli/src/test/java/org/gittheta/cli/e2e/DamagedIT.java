// SPDX-License-Identifier: Apache-2.0
package org.gittheta.cli.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Checks out stubs that are damaged, or whose objects are: one sentence, a failure that git sees, and no wrong byte. */
class DamagedIT {
    private static final String NAME = "m.safetensors";
    private static final String BAD = "bad.safetensors";
    private static final byte[] BYTES = Model.small(1).bytes();

    @TempDir
    private Path folder;

    private TrackedRepository repository;
    private String stub;

    @BeforeEach
    void setUp() throws IOException {
        repository = TrackedRepository.in(Sandbox.in(folder), "r");
        repository.commit(NAME, BYTES);
        stub = repository.stub("HEAD:" + NAME);
    }

    /** Names one way in which a stub can be bad, and a word of the sentence that says so. */
    private enum Damage {
        WRONG_HASH_OF_A_PARAMETER("has the hash") {
            @Override
            String in(String stub) {
                return stub.replaceFirst("(param p03 BF16 \\[600] 1200 )[0-9a-f]{8}", "$100000000");
            }
        },
        WRONG_HASH_OF_THE_FRAME("has the hash") {
            @Override
            String in(String stub) {
                return stub.replaceFirst("(frame safetensors [0-9]+ )[0-9a-f]{8}", "$100000000");
            }
        },
        MISSING_OBJECT("missing") {
            @Override
            String in(String stub) {
                return stub.replaceAll("[0-9a-f]{8}([0-9a-f]{56}:)", "00000000$1");
            }
        },
        WRONG_SIZE_OF_AN_OBJECT("does not have its") {
            @Override
            String in(String stub) {
                return stub.replaceAll("([0-9a-f]{64}:)([0-9]+)@", "$11$2@");
            }
        },
        UNKNOWN_CODEC("\"zipper\"") {
            @Override
            String in(String stub) {
                return stub.replaceAll("(param p03.*) (planes|raw) ", "$1 zipper ");
            }
        },
        UNKNOWN_VERSION("install a newer") {
            @Override
            String in(String stub) {
                return stub.replaceFirst("git-theta stub 1", "git-theta stub 2");
            }
        },
        CONFLICT_MARKERS("conflict markers") {
            @Override
            String in(String stub) {
                return stub.replaceFirst("(param p03.*\n)", "<<<<<<< ours\n$1=======\n$1>>>>>>> theirs\n");
            }
        },
        CUT_OFF("cut off") {
            @Override
            String in(String stub) {
                return stub.substring(0, stub.length() - 40);
            }
        },
        A_PARAMETER_TOO_FEW("no line for p03") {
            @Override
            String in(String stub) {
                return stub.replaceFirst("param p03.*\n", "");
            }
        },
        A_PARAMETER_TWICE("two lines for p03") {
            @Override
            String in(String stub) {
                return stub.replaceFirst("(param p03.*\n)", "$1$1");
            }
        },
        A_PARAMETER_OF_ANOTHER_SIZE("p03") {
            @Override
            String in(String stub) {
                return stub.replaceFirst("param p03 BF16 \\[600] 1200 ", "param p03 BF16 [600] 999999999999999999 ");
            }
        },
        NO_FRAME("no frame") {
            @Override
            String in(String stub) {
                return stub.replaceFirst("frame .*\n", "");
            }
        },
        A_FRAME_OF_ENORMOUS_SIZE("too large") {
            @Override
            String in(String stub) {
                return stub.replaceFirst("frame safetensors [0-9]+ ", "frame safetensors 999999999999999999 ");
            }
        },
        CHANGED_LINE_ENDS("-text") {
            @Override
            String in(String stub) {
                return stub.replace("\n", "\r\n");
            }
        },
        NONSENSE_THAT_WOULD_MOVE_THE_CURSOR("damaged") {
            @Override
            String in(String stub) {
                return stub + "\u001b[2J \u0007\n";
            }
        };

        private final String word;

        Damage(String word) {
            this.word = word;
        }

        abstract String in(String stub);
    }

    private void assertSaysInOneSentence(Sandbox.Result result, String word) {
        assertThat(result.exitCode()).as(result.err()).isNotZero();
        assertThat(result.err().lines().filter(line -> line.startsWith("git theta: ")))
                .as(result.err())
                .singleElement()
                .asString()
                .startsWith("git theta: " + BAD + ": ")
                .contains(word);
        assertThat(result.err()).doesNotContain("\tat ", "Exception", "\u001b");
    }

    @ParameterizedTest
    @EnumSource
    void aBadStubIsRefusedWithOneSentence(Damage damage) throws IOException {
        String bad = damage.in(stub);
        assertThat(bad).isNotEqualTo(stub);
        repository.stageRaw(BAD, bad);
        assertSaysInOneSentence(repository.attempt("checkout", "--", BAD), damage.word);
        assertThat(repository.path(BAD)).doesNotExist();

        repository.write(BAD, "mine".getBytes(StandardCharsets.UTF_8));
        Sandbox.Result command = repository.sandbox().theta(repository.folder(), "checkout", "--", BAD);
        assertSaysInOneSentence(command, damage.word);
        assertThat(command.exitCode()).isEqualTo(damage == Damage.MISSING_OBJECT ? 5 : 4);
        repository.assertHolds(BAD, "mine".getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void theNameOfTheFormatIsOnlyADescription() throws IOException {
        repository.stageRaw(BAD, stub.replaceFirst("frame safetensors ", "frame of-the-future "));
        repository.git("checkout", "--", BAD);
        repository.assertHolds(BAD, BYTES);
    }

    @Test
    void aBadObjectIsFoundAndItsReplacementWorks() throws IOException {
        Matcher object = Pattern.compile("([0-9a-f]{64}):([0-9]+)").matcher(stub);
        assertThat(object.find()).isTrue();
        List<Path> places = List.of(
                repository.store().keptFile(object.group(1)), repository.store().objectFile(object.group(1)));
        byte[] good = Files.readAllBytes(places.get(0));
        repository.stageRaw(BAD, stub);

        byte[] flipped = good.clone();
        for (int at = 0; at < flipped.length; at += 97) {
            flipped[at] ^= 0x10;
        }
        replace(places, flipped);
        assertSaysInOneSentence(repository.attempt("checkout", "--", BAD), "");
        replace(places, Arrays.copyOf(good, good.length - 1));
        assertSaysInOneSentence(repository.attempt("checkout", "--", BAD), "does not have its");
        replace(places, new byte[0]);
        assertSaysInOneSentence(repository.attempt("checkout", "--", BAD), "does not have its");
        for (Path place : places) {
            Files.delete(place);
        }
        assertSaysInOneSentence(repository.attempt("checkout", "--", BAD), "missing");

        // Whoever still has the file mends the store by adding it.
        repository.git("add", "--renormalize", NAME);
        repository.git("checkout", "--", BAD);
        repository.assertHolds(BAD, BYTES);
        repository.store().assertWhole();
    }

    @Test
    void oneBitAnywhereInAnObjectIsFound() throws IOException {
        Matcher object = Pattern.compile("([0-9a-f]{64}):([0-9]+)").matcher(stub);
        assertThat(object.find()).isTrue();
        Path kept = repository.store().keptFile(object.group(1));
        byte[] good = Files.readAllBytes(kept);
        for (int at : new int[] {0, good.length / 2, good.length - 1}) {
            byte[] flipped = good.clone();
            flipped[at] ^= 1;
            replace(List.of(kept), flipped);
            repository.stageRaw(BAD, stub);
            Files.deleteIfExists(repository.path(BAD));
            assertSaysInOneSentence(repository.attempt("checkout", "--", BAD), "");
        }
    }

    private static void replace(List<Path> places, byte[] bytes) throws IOException {
        for (Path place : places) {
            Files.delete(place);
            Files.write(place, bytes);
        }
    }
}
