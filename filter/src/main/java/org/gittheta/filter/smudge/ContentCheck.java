// SPDX-License-Identifier: Apache-2.0
package org.gittheta.filter.smudge;

import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Consumer;
import org.gittheta.filter.pipeline.Workers;
import org.gittheta.storage.codec.Codecs;
import org.gittheta.storage.object.ObjectStore;
import org.gittheta.storage.object.OpenObjects;
import org.gittheta.storage.stub.ParameterEntry;
import org.gittheta.storage.stub.Stub;

/**
 * Decodes what stubs refer to and compares it with what they say, as writing the files would, without writing any; for
 * one thread, while the workers decode and hash.
 */
public final class ContentCheck implements Closeable {
    /** Parameters that are being decoded while the next are read. */
    private static final int AHEAD = 32;

    private final Codecs codecs;
    private final Workers workers;
    private final OpenObjects objects;
    private final Deque<Begun> begun = new ArrayDeque<>();

    private record Begun(ParameterBlocks blocks, Consumer<IOException> fault) {
        void end() {
            try {
                blocks.verify();
            } catch (IOException e) {
                fault.accept(e);
            }
        }
    }

    /** Takes what it works with. */
    public ContentCheck(ObjectStore store, Codecs codecs, Workers workers) {
        this.codecs = codecs;
        this.workers = workers;
        objects = new OpenObjects(store);
    }

    /**
     * Checks a stub's frame, and that the stub's lines fit it.
     *
     * @throws org.gittheta.storage.object.CorruptObjectException if it is not what the stub says
     * @throws org.gittheta.storage.stub.StubFormatException if the lines do not fit
     */
    public void frame(Stub stub) throws IOException {
        StoredFrame.read(stub, codecs, objects);
    }

    /**
     * Begins to check a parameter.
     *
     * @param fault is told what is wrong, at the latest in {@link #close}
     */
    public void parameter(ParameterEntry parameter, Consumer<IOException> fault) {
        try {
            ParameterBlocks blocks = new ParameterBlocks(parameter, codecs, objects, workers);
            for (ParameterBlocks.Pending next = blocks.next(); next != null; next = blocks.next()) {
                next.block().release();
            }
            begun.add(new Begun(blocks, fault));
        } catch (IOException e) {
            fault.accept(e);
        }
        if (begun.size() > AHEAD) {
            begun.remove().end();
        }
    }

    @Override
    public void close() throws IOException {
        while (!begun.isEmpty()) {
            begun.remove().end();
        }
        objects.close();
    }
}
