// SPDX-License-Identifier: Apache-2.0
package org.gittheta.filter.format.pytorch;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.gittheta.filter.format.Layout;
import org.gittheta.filter.format.Layout.Extent;
import org.gittheta.filter.format.LocatedParameter;
import org.gittheta.filter.format.MalformedCheckpointException;
import org.gittheta.filter.format.NameBook;
import org.gittheta.filter.format.channel.ChannelBytes;
import org.gittheta.filter.format.channel.ChannelInput;
import org.gittheta.filter.format.pickle.Pickle;
import org.gittheta.filter.format.pickle.PickleSource;
import org.gittheta.filter.format.pickle.PickleValue;
import org.gittheta.filter.format.pickle.PickleValue.Plain;
import org.gittheta.filter.format.pickle.PickleValue.Sequence;
import org.gittheta.filter.format.pickle.PickleValue.Tuple;
import org.gittheta.filter.format.pickle.PickleValue.Whole;

/** Reads the entries of a tar file of PyTorch's; {@link PyTorchTarFormat} says what is in them. */
final class TarArchive {
    private static final int MOST_DIMENSIONS = 64;
    private static final int MOST_OF_A_KIND = 1 << 19;

    private final ChannelBytes file;
    private final Map<String, TarEntry> entries;
    private final Map<String, StorageRef> roots = new LinkedHashMap<>();
    private final Map<String, Long> offsets = new HashMap<>();

    /** The storages by their keys, and parts of them by theirs. */
    private final Map<String, StorageRef> storages = new HashMap<>();

    TarArchive(ChannelBytes file) throws IOException, MalformedCheckpointException {
        this.file = file;
        entries = TarEntry.read(file);
    }

    /** Reads the object that was saved. */
    Pickle object() throws IOException, MalformedCheckpointException {
        return Pickle.read(PickleSource.of(entry("pickle")));
    }

    Layout locate() throws IOException, MalformedCheckpointException {
        Pickle object = object();
        readStorages();
        NameBook book = new NameBook();
        List<NamedTensor> tensors = TensorWalk.tensors(object.root(), "", book, tensors());
        List<Extent> extents = new ArrayList<>();
        for (Map.Entry<String, StoragePlan> plan :
                StoragePlan.of(roots, tensors, book, false).entrySet()) {
            long at = offsets.get(plan.getKey());
            for (LocatedParameter run : plan.getValue().runs()) {
                extents.add(new Extent(at, run));
                at += run.size();
            }
        }
        return new Layout(extents, List.of());
    }

    private void readStorages() throws IOException, MalformedCheckpointException {
        ChannelInput input = entry("storages");
        long start = entries.get("storages").offset();
        PickleSource source = PickleSource.of(input);
        for (long left = count(source); left > 0; left--) {
            List<PickleValue> items = tuple(Pickle.read(source).root(), 3);
            String key = StorageRef.key(items.get(0));
            ElementType type = ElementType.ofStorage(items.get(2))
                    .orElseThrow(() -> new MalformedCheckpointException("a storage is of an unknown class"));
            long elements = numbers(input, 1).get(0);
            if (elements < 0 || elements > file.size() / type.bytes()) {
                throw new MalformedCheckpointException("a storage is longer than the file");
            }
            long bytes = elements * type.bytes();
            StorageRef storage = new StorageRef(key, type, bytes, 0, bytes);
            if (storages.put(key, storage) != null) {
                throw new MalformedCheckpointException("it has two storages of one key");
            }
            roots.put(key, storage);
            offsets.put(key, start + input.position());
            input.position(input.position() + bytes);
        }
        if (!(Pickle.read(source).root() instanceof Sequence views)) {
            throw new MalformedCheckpointException("it has no list of parts of storages");
        }
        for (PickleValue view : views.items()) {
            addView(tuple(view, 4));
        }
    }

    private void addView(List<PickleValue> items) throws MalformedCheckpointException {
        StorageRef root = roots.get(StorageRef.key(items.get(1)));
        if (root == null
                || !(items.get(2) instanceof Whole offset)
                || !(items.get(3) instanceof Whole elements)
                || offset.value() < 0
                || elements.value() < 0) {
            throw new MalformedCheckpointException("a view of a storage is broken");
        }
        long all = root.bytes() / root.type().bytes();
        if (offset.value() > all || elements.value() > all - offset.value()) {
            throw new MalformedCheckpointException("a view does not fit its storage");
        }
        long from = offset.value() * root.type().bytes();
        long to = from + elements.value() * root.type().bytes();
        storages.putIfAbsent(
                StorageRef.key(items.get(0)), new StorageRef(root.key(), root.type(), root.bytes(), from, to));
    }

    private Map<String, TensorData> tensors() throws IOException, MalformedCheckpointException {
        Map<String, TensorData> tensors = new HashMap<>();
        ChannelInput input = entry("tensors");
        PickleSource source = PickleSource.of(input);
        for (long left = count(source); left > 0; left--) {
            List<PickleValue> items = tuple(Pickle.read(source).root(), 3);
            int dimensions = numbers(input, 1).get(0).intValue();
            if (dimensions < 0 || dimensions > MOST_DIMENSIONS) {
                throw new MalformedCheckpointException("a tensor has more dimensions than it may");
            }
            List<Long> shape = numbers(input, dimensions);
            List<Long> strides = numbers(input, dimensions);
            long offset = numbers(input, 1).get(0);
            if (items.get(1) != Plain.NONE) {
                StorageRef storage = storages.get(StorageRef.key(items.get(1)));
                if (storage == null) {
                    throw new MalformedCheckpointException("it lacks a storage that a tensor uses");
                }
                Optional<ElementType> type = Optional.of(storage.type()).filter(t -> !t.packed());
                tensors.put(StorageRef.key(items.get(0)), TensorData.place(storage, type, offset, shape, strides));
            }
        }
        return tensors;
    }

    private ChannelInput entry(String name) throws MalformedCheckpointException {
        TarEntry entry = entries.get(name);
        if (entry == null) {
            throw new MalformedCheckpointException("a tar file without " + name);
        }
        return new ChannelInput(file.stretch(entry.offset(), entry.size()));
    }

    private static long count(PickleSource source) throws IOException, MalformedCheckpointException {
        if (Pickle.read(source).root() instanceof Whole count
                && count.value() >= 0
                && count.value() <= MOST_OF_A_KIND) {
            return count.value();
        }
        throw new MalformedCheckpointException("it does not say how many tensors and storages it has");
    }

    private static List<PickleValue> tuple(PickleValue value, int least) throws MalformedCheckpointException {
        if (value instanceof Tuple tuple && tuple.items().size() >= least) {
            return tuple.items();
        }
        throw new MalformedCheckpointException("a tensor or a storage is described by too little");
    }

    private static List<Long> numbers(ChannelInput input, int count) throws IOException, MalformedCheckpointException {
        ByteBuffer bytes = ByteBuffer.wrap(input.readFrame(8L * count)).order(ByteOrder.LITTLE_ENDIAN);
        List<Long> numbers = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            numbers.add(bytes.getLong(8 * i));
        }
        return numbers;
    }
}
