// SPDX-License-Identifier: Apache-2.0
package org.gittheta.storage.codec;

import java.io.IOException;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.TreeMap;
import java.util.TreeSet;
import org.gittheta.storage.object.CorruptObjectException;

/** Finds codecs by the name that is stored. */
public final class Codecs {
    private final Map<String, Codec> byName = new TreeMap<>();
    private final Map<String, DeltaCodec> deltas = new TreeMap<>();

    private Codecs(Iterable<Codec> codecs, Iterable<DeltaCodec> deltaCodecs) {
        for (Codec codec : codecs) {
            if (byName.put(codec.name(), codec) != null) {
                throw new IllegalArgumentException("two codecs are named " + codec.name());
            }
        }
        for (DeltaCodec codec : deltaCodecs) {
            if (byName.containsKey(codec.name()) || deltas.put(codec.name(), codec) != null) {
                throw new IllegalArgumentException("two codecs are named " + codec.name());
            }
        }
    }

    /** Finds the codecs on the class path. */
    public static Codecs installed() {
        return new Codecs(
                ServiceLoader.load(Codec.class, Codec.class.getClassLoader()),
                ServiceLoader.load(DeltaCodec.class, DeltaCodec.class.getClassLoader()));
    }

    /**
     * Returns the codec of that name, for payloads without a base.
     *
     * @throws UnknownCodecException if there is none; it lists those there are
     * @throws CorruptObjectException if the codec needs a base
     */
    public Codec named(String name) throws IOException {
        Codec codec = byName.get(name);
        if (codec == null) {
            if (deltas.containsKey(name)) {
                throw new CorruptObjectException("the codec \"" + name + "\" needs a base");
            }
            throw new UnknownCodecException(name, names());
        }
        return codec;
    }

    /**
     * Returns the codec of that name, for payloads that refer to a base.
     *
     * @throws UnknownCodecException if there is none; it lists those there are
     * @throws CorruptObjectException if the codec takes no base
     */
    public DeltaCodec delta(String name) throws IOException {
        DeltaCodec codec = deltas.get(name);
        if (codec == null) {
            if (byName.containsKey(name)) {
                throw new CorruptObjectException("the codec \"" + name + "\" takes no base");
            }
            throw new UnknownCodecException(name, names());
        }
        return codec;
    }

    /** Returns all delta codecs, ordered by name. */
    public List<DeltaCodec> deltas() {
        return List.copyOf(deltas.values());
    }

    private Collection<String> names() {
        TreeSet<String> names = new TreeSet<>(byName.keySet());
        names.addAll(deltas.keySet());
        return names;
    }
}
