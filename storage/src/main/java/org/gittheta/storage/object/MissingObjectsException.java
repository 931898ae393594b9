// SPDX-License-Identifier: Apache-2.0
package org.gittheta.storage.object;

import java.io.IOException;
import java.util.List;
import org.gittheta.storage.digest.Sha256;

/** Says that objects a stub names are not in the store, and why they could not be fetched. */
public final class MissingObjectsException extends IOException {
    private static final long serialVersionUID = 1;

    private final transient List<Sha256> missing;
    private final String reason;
    private final String user;

    /** Takes the ids, at least one, of objects that nobody tried to fetch. */
    public MissingObjectsException(List<Sha256> missing) {
        this(missing, "");
    }

    /**
     * Takes what is missing.
     *
     * @param missing the ids, at least one
     * @param reason why they could not be fetched and what to do, without a full stop; empty if nobody tried
     */
    public MissingObjectsException(List<Sha256> missing, String reason) {
        this(missing, reason, "");
    }

    private MissingObjectsException(List<Sha256> missing, String reason, String user) {
        super((missing.size() == 1
                        ? "object " + missing.get(0) + user + " is missing"
                        : missing.size() + " objects are missing, the first is " + missing.get(0) + user)
                + (reason.isEmpty() ? "" : ": " + reason));
        this.missing = List.copyOf(missing);
        this.reason = reason;
        this.user = user;
    }

    /** Returns the same with the name of what needs the first of them: a parameter, or the frame. */
    public MissingObjectsException neededBy(String user) {
        return new MissingObjectsException(missing, reason, " of " + user);
    }

    /** Returns the same with why they could not be fetched, for one that nobody tried to fetch any more. */
    public MissingObjectsException because(String reason) {
        return new MissingObjectsException(missing, reason, user);
    }

    /** Returns the ids of the objects that are missing. */
    public List<Sha256> missing() {
        return missing;
    }

    /** Returns why they could not be fetched, or nothing if nobody tried. */
    public String reason() {
        return reason;
    }
}
