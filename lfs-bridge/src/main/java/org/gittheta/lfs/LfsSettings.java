// SPDX-License-Identifier: Apache-2.0
package org.gittheta.lfs;

import java.io.IOException;
import java.util.Optional;
import java.util.Set;
import org.gittheta.storage.repository.Git;

/** Reads the settings that moving objects depends on. */
public final class LfsSettings {
    /** The ref of pointers unless told otherwise. */
    public static final String POINTER_REF = "refs/theta/pointers";

    private static final Set<String> OFF = Set.of("off", "false", "no", "0", "");

    private LfsSettings() {}

    /**
     * Returns the value of {@code theta.pointerRef}: the name of the ref of pointers, or nothing if it is turned off.
     *
     * @throws IOException if it is no ref
     */
    public static Optional<String> pointerRef(Git git) throws IOException {
        Git.Output output = git.attempt(new byte[0], "config", "theta.pointerRef");
        String ref = output.exitCode() == 0 ? output.line() : POINTER_REF;
        if (OFF.contains(ref)) {
            return Optional.empty();
        }
        boolean valid = ref.startsWith("refs/")
                && git.attempt(new byte[0], "check-ref-format", ref).exitCode() == 0;
        if (!valid) {
            throw new IOException(
                    "theta.pointerRef is \"" + ref + "\"; it takes a ref such as " + POINTER_REF + ", or off");
        }
        return Optional.of(ref);
    }
}
