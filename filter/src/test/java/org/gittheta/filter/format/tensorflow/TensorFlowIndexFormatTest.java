// SPDX-License-Identifier: Apache-2.0
package org.gittheta.filter.format.tensorflow;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.gittheta.filter.format.CheckpointFormat;
import org.gittheta.filter.format.CheckpointFormatContract;
import org.gittheta.filter.format.Fixture;
import org.gittheta.filter.format.SparseFile;
import org.gittheta.filter.format.tensorflow.BundleIndex.Entry;
import org.gittheta.storage.tensor.DType;
import org.gittheta.storage.tensor.Shape;
import org.junit.jupiter.api.Test;

class TensorFlowIndexFormatTest extends CheckpointFormatContract {
    @Override
    protected CheckpointFormat format() {
        return new TensorFlowIndexFormat();
    }

    @Override
    protected List<Fixture> files() {
        return List.of(new Fixture("tf-bundle.index"), new Fixture("tf-bundle-next.index"));
    }

    @Override
    protected boolean holdsParameters() {
        return false;
    }

    @Override
    protected List<Fixture> damagedFiles() {
        return List.of(new Fixture("broken/truncated.index"));
    }

    @Test
    void listsTheTensorsOfTheDataFile() throws Exception {
        BundleIndex index = BundleIndex.read(new SparseFile(new Fixture("tf-bundle.index").bytes()));

        assertThat(index.shards()).isEqualTo(1);
        assertThat(index.tensors())
                .containsExactly(
                        new Entry("_CHECKPOINTABLE_OBJECT_GRAPH", new DType("TEXT"), Shape.of(), 0, 552, 271),
                        variable("dense_bias", "F32", Shape.of(8), 0, 32),
                        variable("dense_kernel", "F32", Shape.of(16, 8), 32, 512),
                        variable("step", "I64", Shape.of(), 544, 8));
    }

    private static Entry variable(String name, String dtype, Shape shape, long offset, long size) {
        return new Entry(name + "/.ATTRIBUTES/VARIABLE_VALUE", new DType(dtype), shape, 0, offset, size);
    }
}
