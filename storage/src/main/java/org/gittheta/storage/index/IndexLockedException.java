// SPDX-License-Identifier: Apache-2.0
package org.gittheta.storage.index;

import java.io.IOException;
import java.nio.file.Path;

/** Says that another git process holds the index, or one that died left its lock. */
public final class IndexLockedException extends IOException {
    private static final long serialVersionUID = 1;

    /** Takes the lock file. */
    public IndexLockedException(Path lock) {
        super("the index is locked by another git process; if none is running, delete " + lock);
    }
}
