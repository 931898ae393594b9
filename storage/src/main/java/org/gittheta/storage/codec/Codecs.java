// SPDX-License-Identifier: Apache-2.0
package org.gittheta.storage.codec;

import java.io.IOException;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.TreeMap;

/** Finds codecs by the name that is stored. */
public final class Codecs {
    private final Map<String, Codec> byName = new TreeMap<>();

    private Codecs(Iterable<Codec> codecs) {
        for (Codec codec : codecs) {
            if (byName.put(codec.name(), codec) != null) {
                throw new IllegalArgumentException("two codecs are named " + codec.name());
            }
        }
    }

    /** Finds the codecs on the class path. */
    public static Codecs installed() {
        return new Codecs(ServiceLoader.load(Codec.class, Codec.class.getClassLoader()));
    }

    /**
     * Returns the codec of that name.
     *
     * @throws UnknownCodecException if there is none; it lists those there are
     */
    public Codec named(String name) throws IOException {
        Codec codec = byName.get(name);
        if (codec == null) {
            throw new UnknownCodecException(name, byName.keySet());
        }
        return codec;
    }
}
