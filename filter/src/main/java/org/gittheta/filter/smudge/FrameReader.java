// SPDX-License-Identifier: Apache-2.0
package org.gittheta.filter.smudge;

import java.io.IOException;
import org.gittheta.filter.frame.Frame;
import org.gittheta.filter.frame.FrameFormat;
import org.gittheta.storage.codec.Codecs;
import org.gittheta.storage.digest.Sha256;
import org.gittheta.storage.digest.Sha256Digest;
import org.gittheta.storage.object.CorruptObjectException;
import org.gittheta.storage.object.OpenObjects;
import org.gittheta.storage.stub.FrameEntry;
import org.gittheta.storage.stub.StubFormatException;

/** Reads a stored frame and checks it. */
public final class FrameReader {
    private static final int LARGEST_FRAME = 1 << 28;

    private FrameReader() {}

    /**
     * Reads a frame, whose objects must be here.
     *
     * @throws CorruptObjectException if what is stored is another frame or none
     * @throws StubFormatException if it would not fit into memory
     */
    public static Frame read(FrameEntry frame, Codecs codecs, OpenObjects objects) throws IOException {
        if (frame.size() > LARGEST_FRAME) {
            throw new StubFormatException("a frame of " + frame.size() + " bytes is too large");
        }
        byte[] bytes = new ParameterReader(codecs, objects, frame.size(), frame.encoding()).readAll();
        Sha256 found = Sha256Digest.of(bytes);
        if (!found.equals(frame.sha256())) {
            throw new CorruptObjectException("the stored frame has the hash " + found + ", not " + frame.sha256());
        }
        return FrameFormat.read(bytes);
    }
}
