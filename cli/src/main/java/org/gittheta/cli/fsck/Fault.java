// SPDX-License-Identifier: Apache-2.0
package org.gittheta.cli.fsck;

import java.util.Optional;
import org.gittheta.storage.object.StoredObject;

/**
 * Says one thing that is wrong.
 *
 * @param kind what kind of thing
 * @param user what needs it
 * @param object the object, if it is about one
 * @param reason what is wrong, without a full stop
 */
public record Fault(Kind kind, User user, Optional<StoredObject> object, String reason) {
    /** Lists what can be wrong. */
    public enum Kind {
        /** A blob begins like a stub and is none. */
        STUB("stub"),
        /** A checkpoint was committed as it is, where its attributes ask for a stub. */
        RAW("raw"),
        /** An object is not here. */
        MISSING("missing"),
        /** An object's bytes are not what they were. */
        DAMAGED("damaged"),
        /** The objects are whole, and what they hold is not what the stub says. */
        CONTENT("content"),
        /** A remote lacks an object. */
        REMOTE("remote");

        private final String word;

        Kind(String word) {
            this.word = word;
        }

        /** Returns the word that is shown. */
        public String word() {
            return word;
        }
    }

    /**
     * Names what needs an object.
     *
     * @param blob the id of the stub's blob
     * @param path a path of it, or empty
     * @param parameter the parameter's name, {@code the frame}, or empty
     */
    public record User(String blob, String path, String parameter) {
        /** Returns both names, as far as they are known. */
        public String words() {
            String file = path.isEmpty() ? "blob " + blob : path;
            return parameter.isEmpty() ? file : parameter + " of " + file;
        }
    }
}
