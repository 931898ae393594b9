// SPDX-License-Identifier: Apache-2.0
package org.gittheta.filter.format.pytorch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.gittheta.filter.format.LocatedParameter;
import org.gittheta.filter.format.LocatedParameter.Role;
import org.gittheta.filter.format.LocatedView;
import org.gittheta.filter.format.MalformedCheckpointException;
import org.gittheta.filter.format.NameBook;
import org.gittheta.filter.format.pickle.Pickle;
import org.gittheta.filter.format.pickle.PickleBytes;
import org.gittheta.filter.format.pickle.PickleSource;
import org.gittheta.storage.tensor.DType;
import org.gittheta.storage.tensor.ParameterName;
import org.gittheta.storage.tensor.Shape;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StoragePlanTest {
    private static final DType F32 = new DType("F32");

    private final PickleBytes dict = new PickleBytes().op('}', '(');

    @Test
    void givesAStorageToTheSmallestNameThatCoversIt() throws Exception {
        add("b", 12, 0, dims(12), 1);
        add("c.rows", 12, 4, dims(2, 4), 4, 1);
        add("a.transposed", 12, 0, dims(4, 3), 1, 4);
        add("a", 12, 0, dims(3, 4), 4, 1);

        LocatedParameter run = onlyRun();

        assertThat(run.name().text()).isEqualTo("a");
        assertThat(run.shape()).isEqualTo(Shape.of(3, 4));
        assertThat(run.role()).isEqualTo(Role.PARAMETER);
        assertThat(run.views())
                .containsExactly(
                        view("a.transposed", Shape.of(4, 3), 0, 1L, 4L),
                        view("b", Shape.of(12), 0),
                        view("c.rows", Shape.of(2, 4), 16));
    }

    @Test
    void makesParametersOfTensorsThatTileAStorage() throws Exception {
        add("second", 10, 4, dims(2, 3), 3, 1);
        add("first", 10, 0, dims(4), 1);
        add("first.tied", 10, 0, dims(2, 2), 2, 1);
        add("nothing", 10, 10, dims(0), 1);

        assertThat(runs())
                .containsExactly(
                        new LocatedParameter(
                                new ParameterName("first"),
                                F32,
                                Shape.of(4),
                                16,
                                Role.PARAMETER,
                                List.of(view("first.tied", Shape.of(2, 2), 0)),
                                false),
                        new LocatedParameter(
                                new ParameterName("second"),
                                F32,
                                Shape.of(2, 3),
                                24,
                                Role.PARAMETER,
                                List.of(view("nothing", Shape.of(0), 24)),
                                false));
    }

    @Test
    void keepsAStorageThatNoTensorCoversUnderItsSmallestName() throws Exception {
        add("w.t", 60, 0, dims(10, 6), 1, 10);
        add("w.rows", 60, 10, dims(2, 10), 10, 1);

        LocatedParameter run = onlyRun();

        assertThat(run.name().text()).isEqualTo("w.rows#storage");
        assertThat(run.role()).isEqualTo(Role.STORAGE);
        assertThat(run.shape()).isEqualTo(Shape.of(60));
        assertThat(run.views())
                .containsExactly(view("w.rows", Shape.of(2, 10), 40), view("w.t", Shape.of(10, 6), 0, 1L, 10L));
    }

    @Test
    void ignoresTheStridesOfDimensionsOfOne() throws Exception {
        add("w", 6, 0, dims(1, 6, 1), 1, 1, 99);

        assertThat(onlyRun().shape()).isEqualTo(Shape.of(1, 6, 1));
    }

    @Test
    void takesScalarsAndEmptyTensors() throws Exception {
        dict.text("scalar").floats("0", 1, 0, dims());
        dict.text("empty").floats("1", 0, 0, dims(0, 4), 4, 1);

        assertThat(runs())
                .containsExactly(
                        new LocatedParameter(
                                new ParameterName("scalar"), F32, Shape.of(), 4, Role.PARAMETER, List.of(), true),
                        new LocatedParameter(
                                new ParameterName("empty"), F32, Shape.of(0, 4), 0, Role.PARAMETER, List.of(), true));
    }

    @Test
    void leavesASmallStorageWithoutTensorsInTheFrameAndNumbersALargeOne() throws Exception {
        dict.text("small").storage("ByteStorage", "0", 65536);
        dict.text("large").storage("ShortStorage", "1", 32769);

        LocatedParameter run = onlyRun();

        assertThat(run.name().text()).isEqualTo("storage:1");
        assertThat(run.dtype().name()).isEqualTo("I16");
        assertThat(run.shape()).isEqualTo(Shape.of(32769));
    }

    @Test
    void allowsViewsToRepeatAStorageFourTimesAndNoMore() throws Exception {
        for (int i = 0; i < 4; i++) {
            add("view" + i, 100, i, dims(97), 1);
        }
        assertThat(onlyRun().views()).hasSize(4);

        add("one more", 100, 50, dims(13), 1);
        assertMalformed("four times");
    }

    @ParameterizedTest
    @CsvSource({
        "10, 0, 11, 1",
        "10, 1, 10, 1",
        "10, 0, 4, 4",
        "10, -1, 2, 1",
        "10, 0, -2, 1",
        "10, 0, 2, -1",
        "-1, 0, 1, 1",
        "4611686018427387904, 0, 1, 1",
        "10, 4611686018427387904, 1, 1",
        "10, 0, 4611686018427387904, 4611686018427387904",
        "10, 9223372036854775807, 2, 9223372036854775807"
    })
    void refusesATensorThatDoesNotFit(long elements, long offset, long extent, long stride) {
        add("w", elements, offset, dims(extent), stride);

        assertMalformed("");
    }

    @Test
    void refusesAStorageOfTwoSizes() {
        add("a", 10, 0, dims(10), 1);
        add("b", 11, 0, dims(11), 1);

        assertMalformed("two sizes");
    }

    @Test
    void keepsQuantisedNumbersThatShareBytesAsAStorage() throws Exception {
        dict.text("q").global("torch._utils", "_rebuild_qtensor").op('(').storage("QUInt4x2Storage", "0", 8);
        dict.whole(0).wholes(16).wholes(1).op('t', 'R');

        LocatedParameter run = onlyRun();

        assertThat(run.name().text()).isEqualTo("q#storage");
        assertThat(run.views()).isEmpty();
        assertThat(run.size()).isEqualTo(8);
    }

    private static long[] dims(long... extents) {
        return extents;
    }

    private void add(String name, long elements, long offset, long[] shape, long... strides) {
        dict.text(name).floats("0", elements, offset, shape, strides);
    }

    private static LocatedView view(String name, Shape shape, long offset, Long... strides) {
        return new LocatedView(new ParameterName(name), F32, shape, offset, List.of(strides));
    }

    private List<LocatedParameter> runs() throws IOException, MalformedCheckpointException {
        byte[] pickle = dict.stop('u');
        Map<String, StoragePlan> plans = StoragePlan.of(Pickle.read(PickleSource.of(pickle)), "", new NameBook(), true);
        return plans.values().stream().flatMap(plan -> plan.runs().stream()).toList();
    }

    private LocatedParameter onlyRun() throws IOException, MalformedCheckpointException {
        assertThat(runs()).hasSize(1);
        return runs().get(0);
    }

    private void assertMalformed(String reason) {
        assertThatExceptionOfType(MalformedCheckpointException.class)
                .isThrownBy(this::runs)
                .withMessageContaining(reason);
    }
}
