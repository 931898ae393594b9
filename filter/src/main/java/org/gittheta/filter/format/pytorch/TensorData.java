// SPDX-License-Identifier: Apache-2.0
package org.gittheta.filter.format.pytorch;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.gittheta.filter.format.MalformedCheckpointException;
import org.gittheta.filter.format.pickle.PickleValue;
import org.gittheta.filter.format.pickle.PickleValue.Global;
import org.gittheta.filter.format.pickle.PickleValue.Instance;
import org.gittheta.filter.format.pickle.PickleValue.Persistent;
import org.gittheta.filter.format.pickle.PickleValue.Sequence;
import org.gittheta.filter.format.pickle.PickleValue.Tuple;
import org.gittheta.filter.format.pickle.PickleValue.Whole;
import org.gittheta.storage.tensor.Shape;

/**
 * Says where the elements of a tensor lie in its storage; it has been checked to fit.
 *
 * @param storage the storage's key
 * @param type its element type, or nothing if it is unknown or packs elements, and then the other fields say nothing
 * @param shape its shape
 * @param offset its first element's offset, in bytes from the start of the storage
 * @param strides its strides in elements, or empty if its elements lie together in C order
 * @param size the number of bytes of its elements
 */
record TensorData(String storage, Optional<ElementType> type, Shape shape, long offset, List<Long> strides, long size) {
    private static final int MOST_WRAPPERS = 16;

    TensorData {
        strides = List.copyOf(strides);
    }

    /** Tells whether its elements lie together in C order. */
    boolean isContiguous() {
        return strides.isEmpty();
    }

    /**
     * Reads what one of the functions that rebuild tensors in {@code torch._utils} would be called with; anything else
     * gives nothing.
     *
     * @throws MalformedCheckpointException if the tensor does not fit its storage
     */
    static Optional<TensorData> parse(Instance made) throws MalformedCheckpointException {
        PickleValue function = made.callable();
        PickleValue arguments = made.arguments();
        for (int i = 0; i < MOST_WRAPPERS; i++) {
            if (!(function instanceof Global global) || !(arguments instanceof Tuple tuple)) {
                return Optional.empty();
            }
            List<PickleValue> items = tuple.items();
            boolean utils = global.module().equals("torch._utils");
            if (utils && global.name().startsWith("_rebuild_parameter")) {
                if (items.isEmpty() || !(items.get(0) instanceof Instance inner)) {
                    return Optional.empty();
                }
                function = inner.callable();
                arguments = inner.arguments();
            } else if (global.is("torch._tensor", "_rebuild_from_type_v2")) {
                if (items.size() < 3) {
                    return Optional.empty();
                }
                function = items.get(0);
                arguments = items.get(2);
            } else {
                return utils ? rebuild(global.name(), items) : Optional.empty();
            }
        }
        return Optional.empty();
    }

    private static Optional<TensorData> rebuild(String function, List<PickleValue> arguments)
            throws MalformedCheckpointException {
        boolean known = switch (function) {
            case "_rebuild_tensor", "_rebuild_tensor_v2", "_rebuild_tensor_v3", "_rebuild_qtensor" -> true;
            default -> false;
        };
        if (!known || arguments.isEmpty() || !(arguments.get(0) instanceof Persistent persistent)) {
            return Optional.empty();
        }
        Optional<StorageRef> storage = StorageRef.parse(persistent);
        if (storage.isEmpty()) {
            return Optional.empty();
        }
        boolean v3 = function.equals("_rebuild_tensor_v3");
        if (arguments.size() < (v3 ? 7 : 4) || !(arguments.get(1) instanceof Whole offset)) {
            throw new MalformedCheckpointException("a tensor is described by too little");
        }
        Optional<ElementType> type = v3
                ? ElementType.ofDtype(arguments.get(6))
                : Optional.of(storage.get().type());
        type = type.filter(t -> !t.packed());
        return Optional.of(
                place(storage.get(), type, offset.value(), longs(arguments.get(2)), longs(arguments.get(3))));
    }

    /**
     * Places a tensor in its storage.
     *
     * @param type its element type, or nothing if it is unknown or packs elements
     * @param offset its first element's place in the storage, in elements
     */
    static TensorData place(
            StorageRef storage, Optional<ElementType> type, long offset, List<Long> shape, List<Long> strides)
            throws MalformedCheckpointException {
        if (type.isEmpty()) {
            return new TensorData(storage.key(), type, Shape.of(), 0, List.of(), 0);
        }
        if (shape.size() != strides.size() || shape.size() > 64) {
            throw new MalformedCheckpointException("a tensor has more dimensions than it may");
        }
        if (offset < 0
                || shape.stream().anyMatch(n -> n < 0)
                || strides.stream().anyMatch(n -> n < 0)) {
            throw new MalformedCheckpointException("a tensor has a negative offset, extent or stride");
        }
        Shape extents = Shape.of(shape);
        int width = type.get().bytes();
        try {
            long start = Math.addExact(storage.start(), Math.multiplyExact(offset, (long) width));
            if (shape.contains(0L)) {
                // Slicing off an end leaves nothing, and where that nothing lies does not matter.
                return new TensorData(storage.key(), type, extents, Math.min(start, storage.end()), List.of(), 0);
            }
            long elements = 1;
            long last = 0;
            boolean contiguous = true;
            for (int i = shape.size() - 1; i >= 0; i--) {
                contiguous &= shape.get(i) == 1 || strides.get(i) == elements;
                elements = Math.multiplyExact(elements, shape.get(i).longValue());
                last = Math.addExact(
                        last,
                        Math.multiplyExact(shape.get(i) - 1, strides.get(i).longValue()));
            }
            if (Math.addExact(start, Math.multiplyExact(Math.addExact(last, 1), (long) width)) > storage.end()) {
                throw new MalformedCheckpointException("a tensor does not fit its storage");
            }
            long size = Math.multiplyExact(elements, (long) width);
            return new TensorData(storage.key(), type, extents, start, contiguous ? List.of() : strides, size);
        } catch (ArithmeticException e) {
            throw new MalformedCheckpointException("a tensor has more than 2^63 bytes");
        }
    }

    /** Reads a tuple, list or torch.Size of integers. */
    private static List<Long> longs(PickleValue value) throws MalformedCheckpointException {
        List<PickleValue> items;
        if (value instanceof Tuple tuple) {
            items = tuple.items();
        } else if (value instanceof Sequence list) {
            items = list.items();
        } else if (value instanceof Instance size
                && size.callable() instanceof Global global
                && global.is("torch", "Size")
                && size.arguments() instanceof Tuple arguments
                && arguments.items().size() == 1
                && arguments.items().get(0) instanceof Tuple tuple) {
            items = tuple.items();
        } else {
            throw new MalformedCheckpointException("a tensor's shape is no tuple");
        }
        if (items.size() > 64) {
            throw new MalformedCheckpointException("a tensor has more dimensions than it may");
        }
        List<Long> numbers = new ArrayList<>(items.size());
        for (PickleValue item : items) {
            if (!(item instanceof Whole number)) {
                throw new MalformedCheckpointException("a tensor's extent or stride is no integer");
            }
            numbers.add(number.value());
        }
        return numbers;
    }
}
