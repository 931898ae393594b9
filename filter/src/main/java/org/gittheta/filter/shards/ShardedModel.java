// SPDX-License-Identifier: Apache-2.0
package org.gittheta.filter.shards;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeSet;
import org.gittheta.storage.digest.Sha256;
import org.gittheta.storage.digest.Sha256Digest;
import org.gittheta.storage.stub.Encoding;
import org.gittheta.storage.stub.FrameEntry;
import org.gittheta.storage.stub.ParameterEntry;
import org.gittheta.storage.stub.Stub;
import org.gittheta.storage.stub.TensorEntry;
import org.gittheta.storage.stub.ViewEntry;
import org.gittheta.storage.tensor.ParameterName;

/**
 * Makes one stub of those of a model's files, to compare and to list: a parameter that moved from one file to another is then
 * no change. No file can be written from it.
 */
public final class ShardedModel {
    /** The format of such a stub, which no file has. */
    private static final String FORMAT = "sharded";

    private ShardedModel() {}

    /**
     * Puts stubs together. A name that is in several files stays as it is in the first one and has {@code @FILE} after it in the
     * others.
     *
     * @param shards the stubs by the names of their files, at least one
     */
    public static Stub of(SortedMap<String, Stub> shards) {
        List<TensorEntry> tensors = new ArrayList<>();
        Set<ParameterName> taken = new HashSet<>();
        Sha256Digest frames = new Sha256Digest();
        for (Map.Entry<String, Stub> shard : shards.entrySet()) {
            Map<ParameterName, ParameterName> names = new HashMap<>();
            for (TensorEntry tensor : shard.getValue().tensors()) {
                names.put(tensor.name(), free(tensor.name(), shard.getKey(), taken));
            }
            shard.getValue().tensors().forEach(tensor -> tensors.add(renamed(tensor, names)));
            byte[] hash = shard.getValue().frame().sha256().toString().getBytes(StandardCharsets.UTF_8);
            frames.update(hash, 0, hash.length);
        }
        Sha256 frame = frames.finish();
        return new Stub(new FrameEntry(FORMAT, 0, frame, new Encoding("raw", List.of())), tensors);
    }

    /** Tells whether a stub was made of those of several files. */
    public static boolean is(Stub stub) {
        return stub.frame().format().equals(FORMAT);
    }

    /** Returns the tensors that an index names and the stubs of its files lack. */
    public static SortedSet<String> missing(ShardIndex index, SortedMap<String, Stub> shards) {
        SortedSet<String> missing = new TreeSet<>();
        index.files().forEach((tensor, file) -> {
            Stub stub = shards.get(file);
            if (stub == null || stub.tensor(new ParameterName(tensor)).isEmpty()) {
                missing.add(tensor);
            }
        });
        return missing;
    }

    private static ParameterName free(ParameterName name, String file, Set<ParameterName> taken) {
        ParameterName free = name;
        while (!taken.add(free)) {
            free = new ParameterName(free.text() + "@" + file);
        }
        return free;
    }

    private static TensorEntry renamed(TensorEntry tensor, Map<ParameterName, ParameterName> names) {
        if (tensor instanceof ViewEntry view) {
            return new ViewEntry(
                    names.get(view.name()),
                    view.dtype(),
                    view.shape(),
                    names.getOrDefault(view.target(), view.target()),
                    view.offset(),
                    view.sha256(),
                    view.strides());
        }
        ParameterEntry entry = (ParameterEntry) tensor;
        return new ParameterEntry(
                names.get(entry.name()),
                entry.dtype(),
                entry.shape(),
                entry.size(),
                entry.sha256(),
                entry.encoding(),
                entry.isStorage());
    }
}
