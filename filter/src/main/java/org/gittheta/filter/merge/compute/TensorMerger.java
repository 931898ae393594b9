// SPDX-License-Identifier: Apache-2.0
package org.gittheta.filter.merge.compute;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.gittheta.filter.clean.ParameterAdder;
import org.gittheta.filter.merge.strategy.ComputingStrategy;
import org.gittheta.filter.merge.strategy.Kernel;
import org.gittheta.filter.merge.strategy.OptionValues;
import org.gittheta.filter.merge.strategy.Problem;
import org.gittheta.filter.merge.strategy.StrategyException;
import org.gittheta.filter.merge.strategy.StrategySpec;
import org.gittheta.filter.pipeline.Workers;
import org.gittheta.storage.codec.Codecs;
import org.gittheta.storage.object.ObjectStore;
import org.gittheta.storage.stub.ParameterEntry;
import org.gittheta.storage.stub.Stub;
import org.gittheta.storage.stub.TensorEntry;
import org.gittheta.storage.stub.ViewEntry;
import org.gittheta.storage.tensor.Shape;

/**
 * Computes merged tensors from stored ones and stores them, on all threads and in memory that does not depend on their
 * size.
 */
public final class TensorMerger {
    /** Elements of a chunk: a choice that results depend on in their last bits, and so never to be changed. */
    private static final int CHUNK = 1 << 18;

    /** The longest row of which a strategy that looks at whole rows can hold some. */
    private static final long LONGEST_ROW = 1L << 24;

    private final ObjectStore store;
    private final Codecs codecs;
    private final Workers workers;
    private final ParameterAdder adder;
    private final Room room;

    /**
     * Takes what it works with.
     *
     * @param store where the versions are read
     * @param room where versions are kept while they are merged
     * @param adder stores results
     */
    public TensorMerger(ObjectStore store, Codecs codecs, Workers workers, Room room, ParameterAdder adder) {
        this.store = store;
        this.codecs = codecs;
        this.workers = workers;
        this.room = room;
        this.adder = adder;
    }

    /**
     * Is one version of a tensor.
     *
     * @param whose says in a message whose it is: "lm_head of theirs"
     * @param stub the stub that it stands in
     * @param tensor the tensor
     */
    public record Version(String whose, Stub stub, TensorEntry tensor) {}

    /**
     * Merges one tensor and begins to store the result, in the element type of the first model and under its name.
     *
     * @param base the common version, if there is one
     * @param models the models
     * @param runs runs of the result whose hashes are wanted, too
     * @throws StrategyException if the strategy cannot merge these; others can go on
     */
    public ParameterAdder.Adding merge(
            StrategySpec spec, Optional<Version> base, List<Version> models, List<ParameterAdder.Run> runs)
            throws IOException {
        ComputingStrategy strategy = (ComputingStrategy) spec.strategy();
        OptionValues options = spec.options();
        TensorEntry first = models.get(0).tensor();
        String name = first.name().escaped();
        if (models.size() < strategy.fewestModels() || models.size() > strategy.mostModels()) {
            throw new StrategyException(strategy.name() + " merges " + strategy.fewestModels()
                    + " models or more, and no more than " + strategy.mostModels() + "; there are " + models.size());
        }
        List<TensorInput> inputs = new ArrayList<>();
        boolean usesBase = strategy.usesBase(options);
        if (usesBase) {
            if (base.isEmpty()) {
                throw new StrategyException(
                        strategy.name() + " computes from the common version, and there is none of " + name);
            }
            inputs.add(input(base.get(), first.shape()));
        }
        for (Version model : models) {
            inputs.add(input(model, first.shape()));
        }
        long count = first.shape().elements().orElseThrow();
        long row = rowLength(first.shape());
        Problem problem = new Problem(first.name().text(), count, row, models.size());
        int chunk = strategy.isByRow(options) ? rowChunk(row, name) : CHUNK;
        Kernel kernel = strategy.kernel(problem, options);
        try (Elements elements = new Elements(store, codecs, workers, room, inputs, usesBase, count, chunk)) {
            return merge(first, kernel, elements, runs);
        }
    }

    /**
     * Computes new values of one tensor and begins to store them, in its element type and under its name.
     *
     * @param kernel the formula, to which the tensor is the only model
     * @param runs runs of the result whose hashes are wanted, too
     * @throws StrategyException if the tensor's elements are no numbers to compute with; others can go on
     */
    public ParameterAdder.Adding compute(Version version, Kernel kernel, List<ParameterAdder.Run> runs)
            throws IOException {
        TensorEntry tensor = version.tensor();
        List<TensorInput> inputs = List.of(input(version, tensor.shape()));
        long count = tensor.shape().elements().orElseThrow();
        try (Elements elements = new Elements(store, codecs, workers, room, inputs, false, count, CHUNK)) {
            return merge(tensor, kernel, elements, runs);
        }
    }

    private ParameterAdder.Adding merge(
            TensorEntry like, Kernel kernel, Elements elements, List<ParameterAdder.Run> runs) throws IOException {
        for (Optional<Kernel.Pass<?>> pass = kernel.nextPass(); pass.isPresent(); pass = kernel.nextPass()) {
            elements.keep();
            look(pass.get(), elements);
        }
        FloatType type = FloatType.of(like.dtype()).orElseThrow();
        try (MergedBytes bytes =
                new MergedBytes(elements, kernel, type, like.name().escaped(), workers)) {
            return adder.add(bytes, like.name(), like.dtype(), like.shape(), elements.count() * type.width(), runs);
        }
    }

    private <T> void look(Kernel.Pass<T> pass, Elements elements) throws IOException {
        try (ChunkRun<T> run = new ChunkRun<>(elements, workers, loaded -> pass.look(loaded.decode()))) {
            for (ChunkRun.Done<T> done = run.next(); done != null; done = run.next()) {
                pass.add(done.result());
                elements.recycle(done.loaded());
            }
        }
        elements.areNumbers();
    }

    private static int rowChunk(long row, String name) throws StrategyException {
        if (row > LONGEST_ROW) {
            throw new StrategyException(
                    "a row of " + name + " has " + row + " elements; the strategy takes no more than " + LONGEST_ROW);
        }
        return (int) (Math.max(1, CHUNK / Math.max(1, row)) * Math.max(1, row));
    }

    private static long rowLength(Shape shape) {
        long[] extents = shape.extents();
        return extents.length == 0 ? 1 : extents[extents.length - 1];
    }

    private static TensorInput input(Version version, Shape shape) throws StrategyException {
        TensorEntry tensor = version.tensor();
        if (!tensor.shape().equals(shape)) {
            throw new StrategyException(
                    "the shapes do not fit: " + version.whose() + " has " + tensor.shape() + ", not " + shape);
        }
        FloatType type = FloatType.of(tensor.dtype())
                .orElseThrow(() -> new StrategyException(version.whose() + " has the type " + tensor.dtype()
                        + ", and only F32, F16 and BF16 can be computed with"));
        long length = tensor.shape().elements().orElse(Long.MAX_VALUE / 8) * type.width();
        Optional<TensorInput> input = place(version, type)
                .filter(place -> length <= place.carrier().size()
                        && place.offset() <= place.carrier().size() - length);
        return input.orElseThrow(
                () -> new StrategyException("the elements of " + version.whose() + " do not lie together"));
    }

    private static Optional<TensorInput> place(Version version, FloatType type) {
        if (version.tensor() instanceof ParameterEntry parameter) {
            return parameter.isStorage()
                    ? Optional.empty()
                    : Optional.of(new TensorInput(version.whose(), parameter, 0, type));
        }
        ViewEntry view = (ViewEntry) version.tensor();
        return version.stub()
                .tensor(view.target())
                .filter(target -> view.sha256().isPresent() && target instanceof ParameterEntry)
                .map(target -> new TensorInput(version.whose(), (ParameterEntry) target, view.offset(), type));
    }
}
