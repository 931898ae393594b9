// SPDX-License-Identifier: Apache-2.0
package org.gittheta.storage.codec;

import java.io.IOException;
import java.util.Collection;

/** Says that a stub names a codec that is not installed, and which are. */
public final class UnknownCodecException extends IOException {
    private static final long serialVersionUID = 1;

    /** Takes the name and the names there are. */
    public UnknownCodecException(String name, Collection<String> known) {
        super("no codec is named \"" + name + "\" here; there are: " + String.join(", ", known));
    }
}
