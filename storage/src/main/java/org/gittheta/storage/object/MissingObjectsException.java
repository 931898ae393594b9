// SPDX-License-Identifier: Apache-2.0
package org.gittheta.storage.object;

import java.io.IOException;
import java.util.List;
import org.gittheta.storage.digest.Sha256;

/** Says that objects a stub names are not in the store. */
public final class MissingObjectsException extends IOException {
    private static final long serialVersionUID = 1;

    private final transient List<Sha256> missing;

    /** Takes the ids, at least one. */
    public MissingObjectsException(List<Sha256> missing) {
        super(
                missing.size() == 1
                        ? "object " + missing.get(0) + " is missing"
                        : missing.size() + " objects are missing, the first is " + missing.get(0));
        this.missing = List.copyOf(missing);
    }

    /** Returns the ids of the objects that are missing. */
    public List<Sha256> missing() {
        return missing;
    }
}
