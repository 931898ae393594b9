// SPDX-License-Identifier: Apache-2.0
package org.gittheta.storage.stub;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Reads the stubs of format 1 that are kept for ever. */
final class GoldenStubs {
    /** Has a line of every kind. */
    static final String EVERY_LINE = "every-line";

    /** All of them. */
    static final List<String> ALL = List.of(EVERY_LINE, "opaque", "no-tensors");

    private GoldenStubs() {}

    static byte[] bytes(String name) {
        try (InputStream in = GoldenStubs.class.getResourceAsStream("/golden/stub-format-1/" + name + ".stub")) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static String text(String name) {
        return new String(bytes(name), StandardCharsets.UTF_8);
    }
}
