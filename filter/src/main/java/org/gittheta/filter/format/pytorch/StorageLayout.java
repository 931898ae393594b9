// SPDX-License-Identifier: Apache-2.0
package org.gittheta.filter.format.pytorch;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import org.gittheta.filter.format.LocatedParameter;
import org.gittheta.filter.format.LocatedParameter.Role;
import org.gittheta.filter.format.LocatedView;
import org.gittheta.filter.format.MalformedCheckpointException;
import org.gittheta.filter.format.NameBook;
import org.gittheta.storage.tensor.DType;
import org.gittheta.storage.tensor.ParameterName;
import org.gittheta.storage.tensor.Shape;

/**
 * Divides one storage among its tensors. It depends on nothing but the file:
 *
 * <ol>
 *   <li>If tensors cover the whole storage in C order, the one with the smallest name is the parameter and every other
 *       tensor a view of it.
 *   <li>Else, if the tensors are all in C order and their ranges tile the storage, each range is a parameter under the
 *       smallest name that it has, and its other names are views.
 *   <li>Else the storage itself is kept under the smallest name of its tensors and {@code #storage}, and all of them are
 *       views.
 *   <li>A storage without tensors is kept as {@code storage:N}, its number in the file, if it is larger than 64 KiB,
 *       and else is left in the frame.
 * </ol>
 *
 * <p>A view in C order is hashed later, so views that share bytes cost more than the file is long: those that are neither
 * the whole run nor strided may have four times the storage's bytes together, and a file with more is malformed.
 */
final class StorageLayout {
    private static final Comparator<NamedTensor> BY_NAME = Comparator.comparing(NamedTensor::name);
    private static final int LEFT_IN_FRAME = 1 << 16;
    private static final int MOST_HASHED = 4;

    private final ElementType type;
    private final long bytes;
    private final List<NamedTensor> tensors;
    private final boolean opaque;
    private final boolean withCrc32;

    /**
     * Takes a storage.
     *
     * @param type its element type
     * @param bytes its size
     * @param all its tensors, those of unknown type too
     * @param withCrc32 whether its record has a checksum
     */
    StorageLayout(ElementType type, long bytes, Collection<NamedTensor> all, boolean withCrc32) {
        this.type = type;
        this.bytes = bytes;
        this.opaque = all.stream().anyMatch(t -> t.data().type().isEmpty());
        this.tensors = all.stream().sorted(BY_NAME).toList();
        this.withCrc32 = withCrc32;
    }

    /** Divides it into runs that follow one another from its first byte to its last, or none if it stays in the frame. */
    List<LocatedParameter> divide(int number, NameBook book) throws MalformedCheckpointException {
        if (tensors.isEmpty()) {
            return bytes > LEFT_IN_FRAME ? List.of(storage(book.name("storage:" + number))) : List.of();
        }
        if (!opaque) {
            Optional<NamedTensor> whole = tensors.stream()
                    .filter(t -> t.data().isContiguous() && t.data().size() == bytes)
                    .findFirst();
            if (whole.isPresent()) {
                NamedTensor owner = whole.get();
                return List.of(run(owner, views(0, bytes, tensors, owner), withCrc32));
            }
            List<LocatedParameter> tiles = tiles();
            if (!tiles.isEmpty()) {
                return tiles;
            }
        }
        return List.of(storage(book.name(tensors.get(0).name().text() + "#storage")));
    }

    private List<LocatedParameter> tiles() throws MalformedCheckpointException {
        TreeMap<Long, List<NamedTensor>> byOffset = new TreeMap<>();
        List<NamedTensor> empty = new ArrayList<>();
        for (NamedTensor tensor : tensors) {
            if (!tensor.data().isContiguous()) {
                return List.of();
            }
            if (tensor.data().size() == 0) {
                empty.add(tensor);
            } else {
                byOffset.computeIfAbsent(tensor.data().offset(), at -> new ArrayList<>())
                        .add(tensor);
            }
        }
        long end = 0;
        for (List<NamedTensor> same : byOffset.values()) {
            long size = same.get(0).data().size();
            boolean fits = same.get(0).data().offset() == end
                    && same.stream().allMatch(t -> t.data().size() == size);
            if (!fits) {
                return List.of();
            }
            end += size;
        }
        if (end != bytes || byOffset.isEmpty()) {
            return List.of();
        }
        for (NamedTensor tensor : empty) {
            byOffset.floorEntry(tensor.data().offset()).getValue().add(tensor);
        }
        List<LocatedParameter> tiles = new ArrayList<>();
        for (List<NamedTensor> same : byOffset.values()) {
            NamedTensor owner = same.get(0);
            tiles.add(run(owner, views(owner.data().offset(), owner.data().size(), same, owner), false));
        }
        return tiles;
    }

    private LocatedParameter storage(ParameterName name) throws MalformedCheckpointException {
        boolean even = bytes % type.bytes() == 0;
        DType dtype = even ? type.dtype() : DType.U8;
        Shape shape = Shape.of(even ? bytes / type.bytes() : bytes);
        return new LocatedParameter(name, dtype, shape, bytes, Role.STORAGE, views(0, bytes, tensors, null), withCrc32);
    }

    private static LocatedParameter run(NamedTensor owner, List<LocatedView> views, boolean withCrc32) {
        TensorData data = owner.data();
        return new LocatedParameter(
                owner.name(),
                data.type().orElseThrow().dtype(),
                data.shape(),
                data.size(),
                Role.PARAMETER,
                views,
                withCrc32);
    }

    private static List<LocatedView> views(long start, long size, List<NamedTensor> tensors, NamedTensor owner)
            throws MalformedCheckpointException {
        List<LocatedView> views = new ArrayList<>();
        long left = size > Long.MAX_VALUE / MOST_HASHED ? Long.MAX_VALUE : size * MOST_HASHED;
        for (NamedTensor tensor : tensors) {
            TensorData data = tensor.data();
            if (tensor.equals(owner) || data.type().isEmpty()) {
                continue;
            }
            long offset = data.offset() - start;
            if (data.isContiguous() && data.size() != size) {
                left -= data.size();
                if (left < 0) {
                    throw new MalformedCheckpointException(
                            "its views repeat the bytes of a storage more than four times");
                }
            }
            views.add(new LocatedView(tensor.name(), data.type().get().dtype(), data.shape(), offset, data.strides()));
        }
        return views;
    }
}
