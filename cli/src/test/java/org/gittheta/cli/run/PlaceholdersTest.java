// SPDX-License-Identifier: Apache-2.0
package org.gittheta.cli.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.gittheta.cli.CommandException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PlaceholdersTest {
    private static final Placeholders VALUES =
            new Placeholders(Map.of("inputs", List.of("a", "'b c'"), "outputs", List.of(), "pwd", List.of("/w")));

    @Test
    void listsAreJoinedAndBracesDoubled() {
        assertThat(VALUES.expand("cat {inputs} {inputs[1]} > {{{pwd}}}{outputs} $x"))
                .isEqualTo("cat a 'b c' 'b c' > {/w} $x");
    }

    @ParameterizedTest
    @ValueSource(strings = {"{input}", "{inputs[2]}", "{", "a } b", "{}", "{inputs:>3}", "{inputs[x]}", "{outputs[0]}"})
    void whatHasNoValueIsRefused(String text) {
        assertThatThrownBy(() -> VALUES.expand(text)).isInstanceOf(CommandException.class);
    }

    @Test
    void globsFindWhatPythonsGlobFinds(@TempDir Path folder) throws IOException {
        for (String file : List.of("a.csv", "b.csv", ".hidden.csv", "d/c.csv", "d/e/f.csv", "x[1].csv")) {
            Files.createDirectories(folder.resolve(file).getParent());
            Files.writeString(folder.resolve(file), "");
        }
        Globs globs = new Globs(folder);
        assertThat(globs.find(List.of("*.csv")).paths()).containsExactly("a.csv", "b.csv", "x[1].csv");
        assertThat(globs.find(List.of("**/*.csv")).paths())
                .containsExactly("a.csv", "b.csv", "d/c.csv", "d/e/f.csv", "x[1].csv");
        assertThat(globs.find(List.of("[!a].csv", "?.csv", "nope*")))
                .isEqualTo(new Globs.Found(List.of("b.csv", "a.csv", "b.csv", "nope*"), List.of("nope*")));
        assertThat(globs.find(List.of("d/*", ".hidden*", ".")).paths())
                .containsExactly("d/c.csv", "d/e", ".hidden.csv");
    }

    @Test
    void aRowsValuesAreRecordedQuotedAndOtherPlaceholdersStay() throws IOException {
        List<ForeachRow> rows = ForeachRow.parse("t.csv", "lr,name\r\n0.1,\"a, \"\"{b}\"\"\"\r\n\n0.2,c");
        assertThat(rows).hasSize(2);
        RunRequest request = rows.get(0)
                .in(new RunRequest(
                        RecordedCommand.text("train {lr} {name} {inputs} {{lr}}"),
                        Optional.of("lr {lr}"),
                        List.of(),
                        List.of("out-{lr}"),
                        List.of(),
                        false,
                        RunRequest.Ready.none,
                        false,
                        Optional.empty(),
                        List.of(),
                        OptionalInt.empty(),
                        false));
        assertThat(request.command().shellText()).isEqualTo("train 0.1 'a, \"{{b}}\"' {inputs} {{lr}}");
        assertThat(request.message()).contains("lr 0.1");
        assertThat(request.outputs()).containsExactly("out-0.1");
        assertThatThrownBy(() -> ForeachRow.parse("t.csv", "a,b\n1\n")).isInstanceOf(MalformedRecordException.class);
        assertThat(ForeachRow.parse("seeds", "1\n# no\n\n2\n")).hasSize(2);
    }

    @Test
    void whatFailedIsRememberedWithWhatItLeft(@TempDir Path folder) throws IOException {
        ForeachState state = new ForeachState(java.util.Set.of("seed 2"), new Changes(Map.of("o\n2", "2 17")));
        Path file = folder.resolve("new/state.json");
        state.write(file);
        assertThat(ForeachState.read(file)).isEqualTo(state);
        ForeachState.NONE.write(file);
        assertThat(file).doesNotExist();
    }
}
