// SPDX-License-Identifier: Apache-2.0
package org.gittheta.filter.format.onnx;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.gittheta.filter.format.MalformedCheckpointException;
import org.gittheta.filter.format.channel.ChannelBytes;
import org.gittheta.filter.format.protobuf.WireMessage;

/** Finds the tensors of a model, in the order of the file. The numbers are those of the fields in {@code onnx.proto}. */
final class OnnxWalk {
    private static final int MOST_DEPTH = 32;
    private static final int MOST_TENSORS = 1 << 19;
    private static final int MOST_NAME_CHARS = 1 << 24;
    private static final int LONGEST_PATH = 1 << 12;
    private static final int LEFT_IN_FRAME = 1 << 10;

    private final List<OnnxTensor> tensors = new ArrayList<>();
    private long nameChars;

    private OnnxWalk() {}

    static List<OnnxTensor> tensors(ChannelBytes file) throws IOException, MalformedCheckpointException {
        OnnxWalk walk = new OnnxWalk();
        WireMessage model = WireMessage.of(file);
        while (model.next()) {
            switch (model.isRun() ? model.number() : 0) {
                case 7 -> walk.graph(model.message(), "", 0);
                case 20 -> walk.training(model.message());
                case 25 -> walk.function(model.message());
                default -> {}
            }
        }
        return walk.tensors;
    }

    private void training(WireMessage info) throws IOException, MalformedCheckpointException {
        while (info.next()) {
            switch (info.isRun() ? info.number() : 0) {
                case 1 -> graph(info.message(), "training.initialization.", 0);
                case 2 -> graph(info.message(), "training.algorithm.", 0);
                default -> {}
            }
        }
    }

    private void function(WireMessage function) throws IOException, MalformedCheckpointException {
        String prefix = first(function, 1).orElse("function") + ".";
        function.rewind();
        while (function.next()) {
            switch (function.isRun() ? function.number() : 0) {
                case 7 -> node(function.message(), prefix, 0);
                case 11 -> attribute(function.message(), prefix + "default.", 0);
                default -> {}
            }
        }
    }

    private void graph(WireMessage graph, String prefix, int depth) throws IOException, MalformedCheckpointException {
        if (depth > MOST_DEPTH || prefix.length() > LONGEST_PATH) {
            throw new MalformedCheckpointException(
                    "its graphs are nested too deep, or their nodes' names are too long");
        }
        while (graph.next()) {
            switch (graph.isRun() ? graph.number() : 0) {
                case 1 -> node(graph.message(), prefix, depth);
                case 5 -> add(OnnxTensor.read(graph.message(), prefix, "initializer"));
                case 15 -> sparse(graph.message(), prefix, "sparse", 0);
                default -> {}
            }
        }
    }

    private void node(WireMessage node, String prefix, int depth) throws IOException, MalformedCheckpointException {
        boolean hasAttributes = false;
        Optional<String> name = Optional.empty();
        Optional<String> output = Optional.empty();
        while (node.next()) {
            switch (node.isRun() ? node.number() : 0) {
                case 2 -> output = output.isPresent() || node.length() == 0 ? output : Optional.of(node.text());
                case 3 -> name = node.length() == 0 ? name : Optional.of(node.text());
                case 5 -> hasAttributes = true;
                default -> {}
            }
        }
        if (hasAttributes) {
            Optional<String> first = output;
            String path = prefix + name.or(() -> first).orElse("node") + ".";
            node.rewind();
            while (node.next()) {
                if (node.number() == 5 && node.isRun()) {
                    attribute(node.message(), path, depth);
                }
            }
        }
    }

    private void attribute(WireMessage attribute, String prefix, int depth)
            throws IOException, MalformedCheckpointException {
        String name = prefix + first(attribute, 1).orElse("attribute");
        attribute.rewind();
        while (attribute.next()) {
            switch (attribute.isRun() ? attribute.number() : 0) {
                case 5, 10 -> addNamed(attribute.message(), name, LEFT_IN_FRAME);
                case 6, 11 -> graph(attribute.message(), name + ".", depth + 1);
                case 22, 23 -> sparse(attribute.message(), name + ".", "sparse", LEFT_IN_FRAME);
                default -> {}
            }
        }
    }

    private void sparse(WireMessage sparse, String prefix, String nameless, int least)
            throws IOException, MalformedCheckpointException {
        String name = nameless;
        while (sparse.next()) {
            if (sparse.number() == 1 && sparse.isRun()) {
                name = first(sparse.message(), 8).orElse(nameless);
            }
        }
        sparse.rewind();
        while (sparse.next()) {
            String part = sparse.number() == 1 ? ".values" : sparse.number() == 2 ? ".indices" : "";
            if (sparse.isRun() && !part.isEmpty()) {
                addNamed(sparse.message(), prefix + name + part, least);
            }
        }
    }

    /** Adds a tensor under a name that is not its own, if it has so many bytes. */
    private void addNamed(WireMessage tensor, String name, int least) throws IOException, MalformedCheckpointException {
        add(OnnxTensor.read(tensor, "", "")
                .filter(found -> found.size() >= least)
                .map(found -> new OnnxTensor(name, found.dtype(), found.shape(), found.offset(), found.size())));
    }

    private void add(Optional<OnnxTensor> tensor) throws MalformedCheckpointException {
        if (tensor.isPresent()) {
            nameChars += tensor.get().name().length();
            if (tensors.size() >= MOST_TENSORS || nameChars > MOST_NAME_CHARS) {
                throw new MalformedCheckpointException(
                        "it has more than " + MOST_TENSORS + " tensors, or their names are too long");
            }
            tensors.add(tensor.get());
        }
    }

    /** Returns the first text of a field that is not empty. */
    private static Optional<String> first(WireMessage message, int number)
            throws IOException, MalformedCheckpointException {
        while (message.next()) {
            if (message.number() == number && message.isRun() && message.length() > 0) {
                return Optional.of(message.text());
            }
        }
        return Optional.empty();
    }
}
