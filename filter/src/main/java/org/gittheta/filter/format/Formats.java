// SPDX-License-Identifier: Apache-2.0
package org.gittheta.filter.format;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.ServiceLoader;

/** Finds the format of a file among those installed. */
public final class Formats {
    private final List<CheckpointFormat> formats;

    private Formats(List<CheckpointFormat> formats) {
        this.formats = List.copyOf(formats);
    }

    /** Finds the formats on the class path. */
    public static Formats installed() {
        List<CheckpointFormat> found = new ArrayList<>();
        ServiceLoader.load(CheckpointFormat.class, CheckpointFormat.class.getClassLoader())
                .forEach(found::add);
        // By name, so that which one is asked first does not depend on the class path.
        found.sort(Comparator.comparing(CheckpointFormat::name));
        return new Formats(found);
    }

    /** Returns the first format that recognises a file by its first bytes. */
    public Optional<CheckpointFormat> of(byte[] prefix, int length) {
        for (CheckpointFormat format : formats) {
            if (format.recognise(ByteBuffer.wrap(prefix, 0, length).slice().asReadOnlyBuffer())
                    != CheckpointFormat.Access.NONE) {
                return Optional.of(format);
            }
        }
        return Optional.empty();
    }

    /** Returns the format of that name, if it is installed. */
    public Optional<CheckpointFormat> named(String name) {
        return formats.stream().filter(format -> format.name().equals(name)).findFirst();
    }
}
