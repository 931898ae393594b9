// SPDX-License-Identifier: Apache-2.0
package org.gittheta.filter.format.pytorch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.tuple;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.gittheta.filter.format.MalformedCheckpointException;
import org.gittheta.filter.format.NameBook;
import org.gittheta.filter.format.pickle.Pickle;
import org.gittheta.filter.format.pickle.PickleBytes;
import org.gittheta.filter.format.pickle.PickleSource;
import org.junit.jupiter.api.Test;

class TensorWalkTest {
    private final PickleBytes pickle = new PickleBytes();

    @Test
    void joinsKeysAndIndexesWithDots() throws Exception {
        pickle.op('}', '(').text("model").op('}', '(').text("w");
        tensor();
        pickle.op('u').text("list").op(']', '(', 'N');
        tensor();
        pickle.op('(');
        tensor();
        pickle.op('t', 'e').whole(7);
        tensor();
        pickle.bytes(0x88);
        tensor();
        pickle.op('N');
        tensor();
        pickle.op('(', 't');
        tensor();

        assertThat(names('u')).containsExactly("model.w", "list.1", "list.2.0", "7", "True", "None", "5");
    }

    @Test
    void callsATensorThatIsTheWholeObjectTensor() throws Exception {
        tensor();

        assertThat(names()).containsExactly("tensor");
    }

    @Test
    void listsATiedTensorUnderEachOfItsNames() throws Exception {
        pickle.op('}', '(').text("a");
        tensor();
        pickle.bytes('q', 9).text("b").bytes('h', 9);

        assertThat(names('u')).containsExactly("a", "b");
    }

    @Test
    void entersASharedContainerOnceAndItselfNever() throws Exception {
        pickle.op('}')
                .bytes('q', 1)
                .op('(')
                .text("first")
                .op('}')
                .bytes('q', 2)
                .op('(')
                .text("w");
        tensor();
        pickle.op('u').text("second").bytes('h', 2).text("self").bytes('h', 1);

        assertThat(names('u')).containsExactly("first.w");
    }

    @Test
    void numbersNamesThatAreWantedTwicePastThoseThatAreTaken() throws Exception {
        pickle.op('}', '(').text("a").op('}', '(').text("b");
        tensor();
        pickle.op('u').text("a.b");
        tensor();
        pickle.text("a.b#2");
        tensor();
        pickle.text("a.b");
        tensor();

        assertThat(names('u')).containsExactly("a.b", "a.b#3", "a.b#2", "a.b#4");
    }

    @Test
    void readsAnOrderedDictOfPython2() throws Exception {
        pickle.global("collections", "OrderedDict").op('(', ']', '(', ']', '(').text("w");
        tensor();
        pickle.op('e', 'e', 't');

        assertThat(names('R')).containsExactly("w");
    }

    @Test
    void unwrapsParametersWithStateAndSubclasses() throws Exception {
        pickle.op('}', '(')
                .text("param")
                .global("torch._utils", "_rebuild_parameter_with_state")
                .op('(');
        tensor();
        pickle.bytes(0x88).op('}', '}', 't', 'R').text("subclass");
        pickle.global("torch._tensor", "_rebuild_from_type_v2").op('(');
        pickle.global("torch._utils", "_rebuild_tensor").global("my", "Tensor").op('(');
        pickle.storage("HalfStorage", "h", 4).whole(0).wholes(4).wholes(1).op('t', '}', 't', 'R');

        assertThat(tensors('u'))
                .extracting(
                        tensor -> tensor.name().text(),
                        tensor -> tensor.data().type().orElseThrow().dtype().name())
                .containsExactly(tuple("param", "F32"), tuple("subclass", "F16"));
    }

    @Test
    void leavesModuleDictsOutOfNamesOfObjectsOnly() throws Exception {
        pickle.op('}', '(')
                .text("_modules")
                .op('}', '(')
                .text("object")
                .global("my", "Module")
                .op(')', 'R');
        pickle.op('}', '(').text("_parameters").op('}', '(').text("w");
        tensor();
        pickle.op('u').text("extra");
        tensor();
        pickle.op('u', 'b', 'u');

        assertThat(names('u')).containsExactly("_modules.object.w", "_modules.object.extra");
    }

    @Test
    void walksABombOfSharedTuplesInNoTime() throws Exception {
        tensor();
        for (int i = 0; i < 1000; i++) {
            pickle.op('2').bytes(0x86);
        }

        assertThat(names()).hasSize(2);
    }

    @Test
    void refusesObjectsThatAreNestedTooDeeply() {
        tensor();
        for (int i = 0; i < 100_000; i++) {
            pickle.bytes(0x85);
        }

        assertThatExceptionOfType(MalformedCheckpointException.class)
                .isThrownBy(this::names)
                .withMessageContaining("4096");
    }

    @Test
    void refusesNamesThatAreTooLong() {
        pickle.op('}', '(').text("k".repeat(5000));
        tensor();

        assertThatExceptionOfType(MalformedCheckpointException.class)
                .isThrownBy(() -> names('u'))
                .withMessageContaining("4096 characters");
    }

    private void tensor() {
        pickle.floats("0", 1, 0, new long[] {1}, 1);
    }

    private List<String> names(char... last) throws IOException, MalformedCheckpointException {
        return tensors(last).stream().map(tensor -> tensor.name().text()).toList();
    }

    private List<NamedTensor> tensors(char... last) throws IOException, MalformedCheckpointException {
        Pickle read = Pickle.read(PickleSource.of(pickle.stop(last)));
        return TensorWalk.tensors(read.root(), "", new NameBook(), Map.of());
    }
}
