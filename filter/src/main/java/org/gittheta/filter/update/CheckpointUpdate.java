// SPDX-License-Identifier: Apache-2.0
package org.gittheta.filter.update;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.gittheta.filter.clean.ParameterAdder;
import org.gittheta.filter.merge.compute.TensorMerger;
import org.gittheta.filter.merge.strategy.StrategyException;
import org.gittheta.storage.stub.ParameterEntry;
import org.gittheta.storage.stub.Stub;
import org.gittheta.storage.stub.TensorEntry;
import org.gittheta.storage.stub.ViewEntry;
import org.gittheta.storage.tensor.ParameterName;

/** Applies an update file to one version of a checkpoint. */
public final class CheckpointUpdate {
    private final Stub stub;
    private final Optional<UpdateType> type;
    private final UpdateFile file;
    private final Map<ParameterEntry, Map<String, TensorEntry>> groups = new LinkedHashMap<>();

    /**
     * Finds the parameter of each group of tensors.
     *
     * @param stub the version
     * @param type what the tensors of the file mean; nothing if they are the new parameters themselves
     * @throws UpdateException if a parameter is missing, or cannot be updated
     */
    public CheckpointUpdate(Stub stub, Optional<UpdateType> type, UpdateFile file) throws UpdateException {
        this.stub = stub;
        this.type = type;
        this.file = file;
        for (Map.Entry<String, Map<String, TensorEntry>> group :
                file.groups(type).entrySet()) {
            ParameterEntry parameter = parameter(group.getKey());
            if (groups.put(parameter, group.getValue()) != null) {
                throw new UpdateException(
                        "the update file has two updates of " + parameter.name().escaped());
            }
        }
        if (groups.isEmpty()) {
            throw new UpdateException("the update file has no tensors");
        }
    }

    private ParameterEntry parameter(String name) throws UpdateException {
        Optional<TensorEntry> found =
                stub.tensor(new ParameterName(name)).or(() -> stub.tensor(new ParameterName(name.replace('/', '.'))));
        String shown = new ParameterName(name).escaped();
        if (found.isEmpty()) {
            throw new UpdateException("the checkpoint has no parameter " + shown);
        }
        if (found.get() instanceof ViewEntry view) {
            throw new UpdateException(
                    shown + " is a view of " + view.target().escaped() + ": update that, if it is a parameter");
        }
        ParameterEntry parameter = (ParameterEntry) found.get();
        if (parameter.isStorage()) {
            throw new UpdateException(shown + " is no tensor");
        }
        return parameter;
    }

    /** Returns the parameters that change, whose objects {@link #apply} reads. */
    public List<ParameterEntry> parameters() {
        return List.copyOf(groups.keySet());
    }

    /** Pairs a parameter that is being stored with the views that look into it. */
    private record Updating(ParameterAdder.Adding adding, Map<ViewEntry, Optional<ParameterAdder.Run>> views) {}

    /**
     * Computes and stores the new parameters.
     *
     * @param merger reads the old ones
     * @param adder stores the new ones, where bases are found as for a file that is added
     * @return the stub of the checkpoint with them
     * @throws UpdateException if an update does not fit its parameter
     */
    public Stub apply(TensorMerger merger, ParameterAdder adder) throws IOException {
        Map<ParameterName, Updating> updating = new HashMap<>();
        try {
            for (Map.Entry<ParameterEntry, Map<String, TensorEntry>> group : groups.entrySet()) {
                updating.put(group.getKey().name(), begin(group.getKey(), group.getValue(), merger, adder));
            }
        } finally {
            adder.finish();
        }
        Map<ParameterName, TensorEntry> now = new HashMap<>();
        for (Map.Entry<ParameterName, Updating> one : updating.entrySet()) {
            now.put(one.getKey(), one.getValue().adding().entry());
            for (Map.Entry<ViewEntry, Optional<ParameterAdder.Run>> view :
                    one.getValue().views().entrySet()) {
                now.put(
                        view.getKey().name(),
                        view(view.getKey(), view.getValue(), one.getValue().adding()));
            }
        }
        return new Stub(
                stub.frame(),
                stub.tensors().stream()
                        .map(tensor -> now.getOrDefault(tensor.name(), tensor))
                        .toList());
    }

    private Updating begin(
            ParameterEntry parameter, Map<String, TensorEntry> tensors, TensorMerger merger, ParameterAdder adder)
            throws IOException {
        Map<ViewEntry, Optional<ParameterAdder.Run>> views = new LinkedHashMap<>();
        List<ParameterAdder.Run> runs = new ArrayList<>();
        for (TensorEntry tensor : stub.tensors()) {
            if (tensor instanceof ViewEntry view && view.target().equals(parameter.name())) {
                Optional<ParameterAdder.Run> run = ParameterAdder.Run.of(view);
                run.ifPresent(runs::add);
                views.put(view, run);
            }
        }
        return new Updating(
                type.isPresent()
                        ? compute(parameter, tensors, merger, runs)
                        : replace(parameter, tensors.get(""), adder, runs),
                views);
    }

    private ParameterAdder.Adding compute(
            ParameterEntry parameter,
            Map<String, TensorEntry> tensors,
            TensorMerger merger,
            List<ParameterAdder.Run> runs)
            throws IOException {
        String name = parameter.name().escaped();
        Map<String, UpdatePart> parts = new HashMap<>();
        for (Map.Entry<String, TensorEntry> tensor : tensors.entrySet()) {
            parts.put(tensor.getKey(), file.part(tensor.getValue()));
        }
        try {
            return merger.compute(
                    new TensorMerger.Version(name, stub, parameter),
                    type.orElseThrow().kernel(parts, parameter.shape()),
                    runs);
        } catch (UpdateException e) {
            throw new UpdateException("the update of " + name + ": " + e.getMessage());
        } catch (StrategyException e) {
            throw new UpdateException(e.getMessage());
        }
    }

    private ParameterAdder.Adding replace(
            ParameterEntry parameter, TensorEntry tensor, ParameterAdder adder, List<ParameterAdder.Run> runs)
            throws IOException {
        if (!parameter.dtype().equals(tensor.dtype()) || !parameter.shape().equals(tensor.shape())) {
            throw new UpdateException(parameter.name().escaped() + " is " + parameter.dtype() + " " + parameter.shape()
                    + " and its update " + tensor.dtype() + " " + tensor.shape());
        }
        try (InputStream in = file.open(tensor)) {
            return adder.add(in, parameter.name(), parameter.dtype(), parameter.shape(), parameter.size(), runs);
        }
    }

    private static ViewEntry view(ViewEntry old, Optional<ParameterAdder.Run> run, ParameterAdder.Adding adding)
            throws IOException {
        return new ViewEntry(
                old.name(),
                old.dtype(),
                old.shape(),
                old.target(),
                old.offset(),
                run.isPresent() ? Optional.of(adding.hashOf(run.get())) : Optional.empty(),
                old.strides());
    }
}
