// SPDX-License-Identifier: Apache-2.0
package org.gittheta.filter.format.numpy;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.List;
import org.gittheta.filter.format.CheckpointFormat;
import org.gittheta.filter.format.CheckpointFormatContract;
import org.gittheta.filter.format.Fixture;
import org.gittheta.filter.format.MalformedCheckpointException;
import org.gittheta.storage.tensor.Shape;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NpyFormatTest extends CheckpointFormatContract {
    @Override
    protected CheckpointFormat format() {
        return new NpyFormat();
    }

    @Override
    protected List<Fixture> files() {
        return List.of(new Fixture("one.npy"));
    }

    @Override
    protected List<Fixture> damagedFiles() {
        return List.of(new Fixture("broken/not-a-dict.npy"), new Fixture("broken/huge-shape.npy"));
    }

    @ParameterizedTest
    @CsvSource({
        "'''<f4''', F32, 4",
        "'''=u2''', U16, 2",
        "'''>i8''', I64_BE, 8",
        "'''>u1''', U8, 1",
        "'''<V2''', BF16, 2",
        "'''|V2''', V2, 2",
        "'''<U7''', TEXT7, 28",
        "'''|S0''', S0, 0",
        "'''<M8[ns]''', DATE, 8",
        "'''<f16''', LONGDOUBLE16, 16"
    })
    void knowsElementTypes(String descr, String name, long bytes) throws Exception {
        NpyType type = header(descr, "()").type();

        assertThat(type.dtype().name()).isEqualTo(name);
        assertThat(type.bytes()).isEqualTo(bytes);
    }

    @Test
    void sumsTheFieldsOfAStructure() throws Exception {
        NpyType type = header("[('a', '<f4'), ('', '|V4'), ('b', [('c', '<i2'), ('d', '|u1', (3, 2))], (2,))]", "()")
                .type();

        assertThat(type.dtype().name()).isEqualTo("STRUCT");
        assertThat(type.bytes()).isEqualTo(24);
    }

    @Test
    void readsWhatPython2Wrote() throws Exception {
        assertThat(header("'<f4'", "(4L, 5L)").shape()).isEqualTo(Shape.of(4, 5));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "'<f5'",
                "'f4 '",
                "''",
                "None",
                "4",
                "[]]",
                "[('a',)]",
                "[('a', '<f4', -1)]",
                "[('a', '<f4', (4611686018427387904, 4611686018427387904))]",
                "'V999999999999'"
            })
    void refusesElementTypesThatNumpyDoesNotHave(String descr) {
        assertThatExceptionOfType(MalformedCheckpointException.class).isThrownBy(() -> header(descr, "(1,)"));
    }

    @Test
    void refusesHeadersNestedDeeperThanAnyoneNeeds() {
        assertThatExceptionOfType(MalformedCheckpointException.class)
                .isThrownBy(() -> header("[".repeat(1 << 19), "()"));
        assertThatExceptionOfType(MalformedCheckpointException.class)
                .isThrownBy(() -> header("[('a', ".repeat(20) + "'f4'" + ")]".repeat(20), "()"));
    }

    private static NpyHeader header(String descr, String shape) throws MalformedCheckpointException {
        return NpyHeader.parse(("{'descr': " + descr + ", 'fortran_order': False, 'shape': " + shape + ", }   \n")
                .getBytes(ISO_8859_1));
    }
}
