// SPDX-License-Identifier: Apache-2.0
package org.gittheta.filter.update;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.gittheta.filter.diff.CheckpointFile;
import org.gittheta.filter.diff.FileRuns;
import org.gittheta.filter.diff.TensorPlace;
import org.gittheta.filter.diff.TensorReader;
import org.gittheta.filter.diff.statistics.ElementDecoder;
import org.gittheta.filter.format.MalformedCheckpointException;
import org.gittheta.filter.pipeline.Workers;
import org.gittheta.storage.codec.Codecs;
import org.gittheta.storage.object.Slice;
import org.gittheta.storage.stub.ParameterEntry;
import org.gittheta.storage.stub.Stub;
import org.gittheta.storage.stub.TensorEntry;

/**
 * Reads the tensors of an update, a file of any format that is read.
 *
 * <p>A tensor's name is that of the parameter, a slash or a dot, and the key: {@code layers.0.weight/R}. Folders and dots stand for each
 * other in the parameter's name, too.
 */
public final class UpdateFile {
    /** Elements of one tensor of an update that are held in memory, as float64. */
    private static final long MOST_ELEMENTS = 1L << 26;

    private final Path path;
    private final Stub stub;
    private final TensorReader reader;

    private UpdateFile(Path path, CheckpointFile file, Workers workers) {
        this.path = path;
        stub = file.stub();
        reader = new TensorReader(new FileRuns(Map.of(file.key(), path)), Codecs.installed(), workers);
    }

    /**
     * Reads where its tensors lie.
     *
     * @throws UpdateException if no format reads it
     */
    public static UpdateFile read(Path path, Workers workers) throws IOException {
        try {
            CheckpointFile file = CheckpointFile.read(path, workers);
            if (file.stub().frame().format().equals("opaque")) {
                throw new UpdateException("no format reads the update file " + path.getFileName());
            }
            return new UpdateFile(path, file, workers);
        } catch (MalformedCheckpointException e) {
            throw new UpdateException(e.getMessage());
        }
    }

    /**
     * Groups the tensors by the names of their parameters, and then by key, which is empty for dense ones.
     *
     * @throws UpdateException if a tensor belongs to no parameter, or one of a group is missing
     */
    Map<String, Map<String, TensorEntry>> groups(Optional<UpdateType> type) throws UpdateException {
        Map<String, Map<String, TensorEntry>> groups = new TreeMap<>();
        for (TensorEntry tensor : stub.tensors()) {
            if (tensor instanceof ParameterEntry parameter && parameter.isStorage()) {
                continue;
            }
            String name = tensor.name().text();
            int end = type.isEmpty() ? name.length() : Math.max(name.lastIndexOf('/'), name.lastIndexOf('.'));
            String key = type.isEmpty() ? "" : name.substring(end + 1);
            if (end < 0 || (type.isPresent() && !type.get().keys().contains(key))) {
                throw new UpdateException("the tensor " + tensor.name().escaped()
                        + " of the update file does not end with /"
                        + String.join(
                                " or /",
                                type.orElseThrow().keys().stream().sorted().toList()));
            }
            groups.computeIfAbsent(name.substring(0, end), parameter -> new TreeMap<>())
                    .put(key, tensor);
        }
        for (Map.Entry<String, Map<String, TensorEntry>> group : groups.entrySet()) {
            for (String key : type.map(UpdateType::keys).orElse(group.getValue().keySet())) {
                if (!group.getValue().containsKey(key)) {
                    throw new UpdateException("the update file has no " + group.getKey() + "/" + key);
                }
            }
        }
        return groups;
    }

    /** Reads a tensor as numbers. */
    UpdatePart part(TensorEntry tensor) throws IOException {
        String name = tensor.name().escaped();
        ElementDecoder decoder = ElementDecoder.of(tensor.dtype())
                .filter(found -> found.components() == 1)
                .orElseThrow(() -> new UpdateException(name + " is of the type " + tensor.dtype() + ", no numbers"));
        TensorPlace place = place(tensor);
        long elements = tensor.shape().elements().orElse(-1);
        if (elements < 0 || elements > MOST_ELEMENTS || elements * decoder.width() != place.length()) {
            throw new UpdateException(name + " is too large for an update: " + tensor.shape());
        }
        byte[] bytes = new byte[(int) place.length()];
        int[] at = {0};
        reader.read(place, (block, offset, length) -> {
            System.arraycopy(block, offset, bytes, at[0], length);
            at[0] += length;
        });
        double[] values = new double[(int) elements];
        decoder.decode(bytes, 0, values, values.length);
        return new UpdatePart(tensor.shape().extents(), values);
    }

    /** Opens the bytes of a tensor, which are followed by others. */
    InputStream open(TensorEntry tensor) throws IOException {
        TensorPlace place = place(tensor);
        Slice slice = place.carrier().encoding().slices().get(0);
        FileChannel channel = FileChannel.open(path, StandardOpenOption.READ);
        channel.position(slice.offset() + place.offset());
        return new FilterInputStream(Channels.newInputStream(channel)) {};
    }

    private TensorPlace place(TensorEntry tensor) throws UpdateException {
        return TensorPlace.of(stub, tensor)
                .orElseThrow(() -> new UpdateException(
                        "the elements of " + tensor.name().escaped() + " do not lie together in the update file"));
    }
}
