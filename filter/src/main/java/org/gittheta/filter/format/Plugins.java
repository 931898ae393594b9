// SPDX-License-Identifier: Apache-2.0
package org.gittheta.filter.format;

import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.stream.Stream;

/** Loads the formats of jars that somebody else made. Their classes stay loaded until the process ends. */
final class Plugins {
    private Plugins() {}

    static List<CheckpointFormat> load(Path path) throws IOException {
        URL[] jars = jars(path);
        if (jars.length == 0) {
            throw new IOException("theta.pluginPath names " + path + ", where there is no jar");
        }
        ClassLoader own = CheckpointFormat.class.getClassLoader();
        URLClassLoader loader = new URLClassLoader(jars, own);
        List<CheckpointFormat> found = new ArrayList<>();
        try {
            for (CheckpointFormat format : ServiceLoader.load(CheckpointFormat.class, loader)) {
                if (format.getClass().getClassLoader() == loader) {
                    found.add(format);
                }
            }
        } catch (ServiceConfigurationError | LinkageError e) {
            throw new IOException("a plugin in " + path + " cannot be loaded: " + e.getMessage(), e);
        }
        return found;
    }

    private static URL[] jars(Path path) throws IOException {
        List<Path> files = new ArrayList<>();
        if (Files.isDirectory(path)) {
            try (Stream<Path> inside = Files.list(path)) {
                inside.filter(file -> file.toString().endsWith(".jar")).sorted().forEach(files::add);
            }
        } else if (Files.isRegularFile(path)) {
            files.add(path);
        }
        List<URL> urls = new ArrayList<>();
        for (Path file : files) {
            urls.add(file.toUri().toURL());
        }
        return urls.toArray(URL[]::new);
    }
}
