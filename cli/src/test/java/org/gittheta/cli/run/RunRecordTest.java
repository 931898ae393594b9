// SPDX-License-Identifier: Apache-2.0
package org.gittheta.cli.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Reads and writes the golden records, which DataLad 1.7.1 wrote: see write-records.sh beside them. */
class RunRecordTest {
    private static final RunRecord IN_A_DATASET = new RunRecord(
            List.of(),
            RecordedCommand.text("cat {inputs} > \"ü\\\".txt\""),
            Optional.of("4d3ba12c-1f0a-4d6c-9d9c-6f6a1b0e9a11"),
            OptionalInt.of(0),
            List.of(),
            List.of("in"),
            List.of("\"ü\\\".txt", "sub/*.bin"),
            ".");

    private static byte[] golden(String name) throws IOException {
        try (InputStream in = RunRecordTest.class.getResourceAsStream(name)) {
            return in.readAllBytes();
        }
    }

    private static String message(String name) throws IOException {
        return new String(golden(name), StandardCharsets.UTF_8);
    }

    @Test
    void writesTheVeryTextThatDataLadWrites() throws IOException {
        String golden = message("record.txt");
        assertThat(new RunMessage("concatenate", RecordJson.write(IN_A_DATASET)).text(Map.of()))
                .isEqualTo(golden);
        RunMessage read = RunMessage.parse(golden).orElseThrow();
        assertThat(read.message()).isEqualTo("concatenate");
        assertThat(RecordJson.read(read.record())).isEqualTo(IN_A_DATASET);
    }

    @Test
    void readsSidecarsOfDataLadAndNamesItsOwnAlike(@TempDir Path folder) throws IOException {
        RunMessage message = RunMessage.parse(message("sidecar.txt")).orElseThrow();
        String id = message.sidecar().orElseThrow();
        assertThat(id).isEqualTo("c7be5caf5340d3e25e908857deccb31f");
        Files.write(folder.resolve(id), golden("sidecar.xz"));
        RunRecord record = RecordJson.read(new Sidecar(folder).read(id));
        assertThat(record).isEqualTo(IN_A_DATASET);
        assertThat(Sidecar.id(RecordJson.write(record))).isEqualTo(id);

        Path own = new Sidecar(folder.resolve("own")).write(RecordJson.write(record));
        assertThat(own.getFileName()).hasToString(id);
        assertThat(RecordJson.read(new Sidecar(folder.resolve("own")).read(id))).isEqualTo(record);
        Files.write(own, new byte[] {(byte) 0xfd, '7', 'z', 'X', 'Z', 0, 1, 2, 3});
        assertThatThrownBy(() -> new Sidecar(folder.resolve("own")).read(id)).isInstanceOf(IOException.class);
    }

    @Test
    void trailersStandBehindTheRecordAndChangeNothingInIt() {
        String record = RecordJson.write(IN_A_DATASET);
        String text = new RunMessage("m\n\nbody", record).text(Map.of("Theta-Run-Host", "here"));
        assertThat(text).endsWith("above ^^^\n\nTheta-Run-Host: here\n".replace("above", "Do not change lines above"));
        assertThat(RunMessage.parse(text)).contains(new RunMessage("m\n\nbody", record));
    }

    @Test
    void aCommandIsTextOrAListAsDataLadReadsThem() throws IOException {
        assertThat(RecordJson.read("{\"cmd\": [\"--\", \"a b\", \"$x\"]}")
                        .command()
                        .shellText())
                .isEqualTo("'a b' '$x'");
        assertThat(RecordJson.read("{\"cmd\": [\"echo a; echo b\"]}").command().shellText())
                .isEqualTo("echo a; echo b");
        assertThat(RecordedCommand.ofArguments(List.of("cp", "a b", "c")))
                .isEqualTo(new RecordedCommand(List.of("cp", "a b", "c"), true));
        assertThat(RecordedCommand.ofArguments(List.of("cat", "{inputs}", "a b")))
                .isEqualTo(RecordedCommand.text("cat {inputs} 'a b'"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "[]",
                "{",
                "{}",
                "{\"cmd\": 3}",
                "{\"cmd\": \" \"}",
                "{\"cmd\": []}",
                "{\"cmd\": [[]]}",
                "{\"cmd\": \"x\", \"inputs\": {}}",
                "{\"cmd\": \"x\", \"exit\": 99999999999}",
                "\"0123\""
            })
    void aRecordThatIsNoneIsRefusedInASentence(String text) {
        assertThatThrownBy(() -> RecordJson.read(text)).isInstanceOf(MalformedRecordException.class);
    }

    @Test
    void otherMessagesAreNotTakenForRuns() {
        assertThat(RunMessage.parse("fix the [DATALAD RUNCMD] reader")).isEmpty();
        assertThat(RunMessage.parse("[DATALAD RUNCMD] cut off\n\n=== Do not change lines below ===\n{"))
                .isEmpty();
    }
}
