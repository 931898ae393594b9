// SPDX-License-Identifier: Apache-2.0
package org.gittheta.filter.smudge;

import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import org.gittheta.filter.frame.Frame;
import org.gittheta.storage.codec.Codecs;
import org.gittheta.storage.object.OpenObjects;
import org.gittheta.storage.stub.ParameterEntry;
import org.gittheta.storage.stub.Stub;
import org.gittheta.storage.stub.StubFormatException;
import org.gittheta.storage.tensor.ParameterName;

/**
 * Holds a stub's frame, verified, with the stub's parameters, which fit it.
 *
 * @param frame the frame
 * @param parameters the stub's lines that hold bytes
 */
record StoredFrame(Frame frame, Map<ParameterName, ParameterEntry> parameters) {
    static StoredFrame read(Stub stub, Codecs codecs, OpenObjects objects) throws IOException {
        Frame frame = FrameReader.read(stub.frame(), codecs, objects);
        Map<ParameterName, ParameterEntry> parameters = new HashMap<>();
        stub.parameters().forEach(parameter -> parameters.put(parameter.name(), parameter));
        check(frame, parameters);
        return new StoredFrame(frame, parameters);
    }

    private static void check(Frame frame, Map<ParameterName, ParameterEntry> parameters) throws StubFormatException {
        for (Frame.Part part : frame.parts()) {
            if (part instanceof Frame.Slot slot) {
                ParameterEntry parameter = parameters.get(slot.name());
                if (parameter == null) {
                    throw new StubFormatException(
                            "the stub has no line for " + slot.name().escaped() + ", which its frame needs");
                }
                if (parameter.size() != slot.size()) {
                    throw new StubFormatException(
                            "the stub's line for " + slot.name().escaped() + " has " + parameter.size()
                                    + " bytes and its frame needs " + slot.size());
                }
            }
        }
    }
}
