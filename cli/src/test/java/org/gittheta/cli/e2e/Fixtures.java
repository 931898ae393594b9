// SPDX-License-Identifier: Apache-2.0
package org.gittheta.cli.e2e;

import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Finds the checkpoints that the formats' own libraries wrote: every folder {@code fixtures} among the test resources. */
final class Fixtures {
    private Fixtures() {}

    /** Returns all files by their path in the folder: {@code weights.pt}, {@code broken/truncated.pt}. */
    static Map<String, byte[]> all() throws IOException {
        Map<String, byte[]> all = new TreeMap<>();
        for (URL url : Collections.list(Fixtures.class.getClassLoader().getResources("fixtures"))) {
            Path folder = Path.of(uri(url));
            try (Stream<Path> files = Files.walk(folder)) {
                for (Path file : files.filter(Files::isRegularFile).toList()) {
                    String name = folder.relativize(file).toString();
                    if (!name.endsWith(".json") && !name.endsWith(".py")) {
                        all.put(name, Files.readAllBytes(file));
                    }
                }
            }
        }
        return all;
    }

    /** Returns one file. */
    static byte[] of(String name) throws IOException {
        byte[] bytes = all().get(name);
        if (bytes == null) {
            throw new IllegalArgumentException("no fixture " + name);
        }
        return bytes;
    }

    private static URI uri(URL url) {
        try {
            return url.toURI();
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }
}
