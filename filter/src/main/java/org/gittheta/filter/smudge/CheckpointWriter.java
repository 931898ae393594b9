// SPDX-License-Identifier: Apache-2.0
package org.gittheta.filter.smudge;

import java.io.IOException;
import java.nio.channels.WritableByteChannel;
import java.util.List;
import org.gittheta.filter.frame.Frame;
import org.gittheta.filter.pipeline.Workers;
import org.gittheta.storage.codec.Codecs;
import org.gittheta.storage.object.CorruptObjectException;
import org.gittheta.storage.object.MissingObjectsException;
import org.gittheta.storage.object.ObjectStore;
import org.gittheta.storage.object.OpenObjects;
import org.gittheta.storage.object.Slice;
import org.gittheta.storage.object.StoredObject;
import org.gittheta.storage.stub.Stub;
import org.gittheta.storage.stub.StubFormatException;

/**
 * Rebuilds the file that a stub stands for: git's smudge filter.
 *
 * <p>Every parameter and the frame are verified against the hashes in the stub; since those and the frame's layout
 * determine the file, a write that returns has written exactly the file that was cleaned.
 */
public final class CheckpointWriter {
    private final ObjectStore store;
    private final Codecs codecs;
    private final Workers workers;

    /** Takes what it works with. */
    public CheckpointWriter(ObjectStore store, Codecs codecs, Workers workers) {
        this.store = store;
        this.codecs = codecs;
        this.workers = workers;
    }

    /**
     * Writes the file from front to back.
     *
     * <p>What is wrong with an object shows when its turn comes, so that a part of the file may have been written when
     * this throws; the caller then throws it away.
     *
     * @throws StubFormatException if the stub's lines do not fit its frame
     * @throws MissingObjectsException if objects are missing; nothing was written
     * @throws CorruptObjectException if an object is not what the stub says
     * @throws org.gittheta.storage.codec.UnknownCodecException if a codec is not installed
     */
    public void write(Stub stub, WritableByteChannel out) throws IOException {
        require(stub);
        try (OpenObjects objects = new OpenObjects(store)) {
            StoredFrame frame = StoredFrame.read(stub, codecs, objects);
            new WriteRun(frame.frame(), frame.parameters(), codecs, objects, workers).write(out);
        }
    }

    /**
     * Reads the frame of a stub.
     *
     * @throws MissingObjectsException if its objects are missing
     * @throws CorruptObjectException if it is not what the stub says
     */
    public Frame frame(Stub stub) throws IOException {
        List<StoredObject> objects = stub.frame().encoding().allSlices().stream()
                .map(Slice::object)
                .distinct()
                .toList();
        store.require(objects);
        try (OpenObjects open = new OpenObjects(store)) {
            return FrameReader.read(stub.frame(), codecs, open);
        }
    }

    /** Makes sure that all objects are here, and says which parameter lacks its own when they are not. */
    private void require(Stub stub) throws IOException {
        try {
            store.require(stub.objects());
        } catch (MissingObjectsException e) {
            throw e.neededBy(stub.userOf(e.missing().get(0)).orElseThrow());
        }
    }
}
