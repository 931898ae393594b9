// SPDX-License-Identifier: Apache-2.0
package org.gittheta.filter.process;

import java.io.IOException;
import java.nio.channels.WritableByteChannel;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.gittheta.filter.repository.CheckpointRepository;
import org.gittheta.storage.object.MissingObjectsException;
import org.gittheta.storage.object.StoredObject;
import org.gittheta.storage.stub.Stub;
import org.gittheta.storage.stub.StubFormat;

/** Keeps the files that wait for objects, so that those of all of them are downloaded at once. */
final class DelayedFiles {
    /** Text of stubs that is kept at most: what comes then is downloaded and written in its turn. */
    private static final int MOST_BYTES = 64 << 20;

    private final Map<String, byte[]> texts = new LinkedHashMap<>();
    private long bytes;
    private boolean fetched;
    private String reason = "";

    /** Takes a file whose objects are not all here; returns whether it was taken. */
    boolean take(String pathname, byte[] text, Stub stub, CheckpointRepository from) throws IOException {
        if (bytes + text.length > MOST_BYTES
                || from.store().absent(stub.objects()).isEmpty()) {
            return false;
        }
        bytes += text.length;
        fetched = false;
        texts.put(pathname, text);
        return true;
    }

    boolean contains(String pathname) {
        return texts.containsKey(pathname);
    }

    /**
     * Fetches what all files wait for and returns their names. What cannot be fetched shows when the file that needs it
     * is written.
     */
    List<String> fetch(CheckpointRepository from) throws IOException {
        if (fetched || texts.isEmpty()) {
            return List.copyOf(texts.keySet());
        }
        Set<StoredObject> objects = new HashSet<>();
        for (byte[] text : texts.values()) {
            objects.addAll(StubFormat.read(text).objects());
        }
        try {
            from.source().require(objects);
        } catch (MissingObjectsException e) {
            reason = e.reason();
        }
        fetched = true;
        return List.copyOf(texts.keySet());
    }

    /** Writes a file that was kept, and keeps it no longer; what is missing now is not asked for again. */
    Stub write(String pathname, CheckpointRepository from, WritableByteChannel out) throws IOException {
        byte[] text = texts.remove(pathname);
        bytes -= text.length;
        Stub stub = StubFormat.read(text);
        try {
            from.localWriter().write(stub, out);
        } catch (MissingObjectsException e) {
            throw e.because(reason);
        }
        return stub;
    }
}
