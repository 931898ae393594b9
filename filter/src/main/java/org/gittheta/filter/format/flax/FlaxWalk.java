// SPDX-License-Identifier: Apache-2.0
package org.gittheta.filter.format.flax;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import org.gittheta.filter.format.MalformedCheckpointException;
import org.gittheta.filter.format.NameBook;
import org.gittheta.filter.format.flax.MessagePackInput.Head;
import org.gittheta.filter.format.flax.MessagePackInput.Kind;

/** Walks the maps and lists of one value, depth first, and declares the arrays it meets. */
final class FlaxWalk {
    private static final int NDARRAY = 1;
    private static final int SCALAR = 3;
    private static final int MOST_DEPTH = 512;
    private static final int LONGEST_PATH = 1 << 12;
    private static final String CHUNKED = "__msgpack_chunked_array__";

    private final MessagePackInput input;
    private final NameBook book = new NameBook();
    private final Deque<Level> way = new ArrayDeque<>();

    FlaxWalk(MessagePackInput input) {
        this.input = input;
    }

    /** Tells whether a value may begin a file: a map, a list or an extension. */
    static boolean mayBegin(int first) {
        return (first >= 0x80 && first < 0xA0)
                || (first >= 0xC7 && first <= 0xC9)
                || (first >= 0xD4 && first <= 0xD8)
                || (first >= 0xDC && first <= 0xDF);
    }

    /** Is a map or a list of which so much is left. */
    private static final class Level {
        private final String path;
        private final boolean isMap;
        private final long size;
        private long left;
        private boolean chunked;

        Level(String path, boolean isMap, long size) {
            this.path = path;
            this.isMap = isMap;
            this.size = size;
            this.left = size;
        }

        String inside(String key) {
            if (chunked && key.equals("chunks")) {
                return path + "#chunk";
            }
            return path.isEmpty() || path.endsWith("#chunk") ? path + key : path + "/" + key;
        }
    }

    void locate() throws IOException, MalformedCheckpointException {
        value("");
        while (!way.isEmpty()) {
            Level level = way.peek();
            if (level.left == 0) {
                way.pop();
            } else {
                String key = level.isMap ? key(level) : Long.toString(level.size - level.left);
                level.left--;
                String path = level.inside(key);
                if (path.length() > LONGEST_PATH) {
                    throw new MalformedCheckpointException("the name of an array is longer than 4 KiB");
                }
                value(path);
            }
        }
    }

    private String key(Level level) throws IOException, MalformedCheckpointException {
        Head head = input.head();
        if (head.kind() == Kind.COUNT) {
            return Long.toString(head.size());
        }
        if (head.kind() != Kind.TEXT) {
            throw new MalformedCheckpointException("it has a key that is no text");
        }
        String key = input.text(head.size());
        level.chunked |= key.equals(CHUNKED);
        return key;
    }

    private void value(String path) throws IOException, MalformedCheckpointException {
        Head head = input.head();
        switch (head.kind()) {
            case TEXT, BYTES -> input.skip(head.size());
            case MAP, LIST -> {
                if (way.size() >= MOST_DEPTH) {
                    throw new MalformedCheckpointException("it is nested more than " + MOST_DEPTH + " deep");
                }
                way.push(new Level(path, head.kind() == Kind.MAP, head.size()));
            }
            case EXTENSION -> {
                if (head.extension() == NDARRAY || head.extension() == SCALAR) {
                    FlaxArray.read(input, head.size(), path.isEmpty() ? "array" : path, book);
                } else {
                    input.skip(head.size());
                }
            }
            default -> {}
        }
    }
}
