// SPDX-License-Identifier: Apache-2.0
package org.gittheta.filter.format;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.Set;

/** Finds the format of a file among those installed. */
public final class Formats {
    private final List<CheckpointFormat> formats;
    private final Set<String> plugins;

    private Formats(List<CheckpointFormat> formats, Set<String> plugins) {
        this.formats = List.copyOf(formats);
        this.plugins = Set.copyOf(plugins);
    }

    /** Finds the formats on the class path. */
    public static Formats installed() {
        return new Formats(load(CheckpointFormat.class.getClassLoader()), Set.of());
    }

    /**
     * Finds the formats on the class path and those of other jars.
     *
     * @param path a jar, or a folder whose jars are meant
     * @throws IOException if there is no jar, or one holds a format that cannot be loaded or has the name of another
     */
    public static Formats installedWith(Path path) throws IOException {
        List<CheckpointFormat> all = new ArrayList<>(installed().formats);
        Set<String> names = new HashSet<>();
        all.forEach(format -> names.add(format.name()));
        Set<String> plugins = new HashSet<>();
        for (CheckpointFormat format : Plugins.load(path)) {
            if (!names.add(format.name())) {
                throw new IOException(
                        "the plugins in " + path + " have a format \"" + format.name() + "\", of which there is one");
            }
            plugins.add(format.name());
            all.add(format);
        }
        return new Formats(sorted(all), plugins);
    }

    private static List<CheckpointFormat> load(ClassLoader loader) {
        List<CheckpointFormat> found = new ArrayList<>();
        ServiceLoader.load(CheckpointFormat.class, loader).forEach(found::add);
        return sorted(found);
    }

    /** Sorts by name, so that which one is asked first does not depend on the class path. */
    private static List<CheckpointFormat> sorted(List<CheckpointFormat> formats) {
        formats.sort(Comparator.comparing(CheckpointFormat::name));
        return formats;
    }

    /** Returns all formats by name. */
    public List<CheckpointFormat> all() {
        return formats;
    }

    /** Tells whether a format came from a plugin's jar. */
    public boolean isPlugin(CheckpointFormat format) {
        return plugins.contains(format.name());
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
