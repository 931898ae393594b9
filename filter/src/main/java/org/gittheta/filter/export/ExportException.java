// SPDX-License-Identifier: Apache-2.0
package org.gittheta.filter.export;

import java.io.IOException;

/** Says that a checkpoint cannot be written in a format without changing a value. */
public final class ExportException extends IOException {
    private static final long serialVersionUID = 1;

    /** Takes a sentence that names the tensor. */
    public ExportException(String sentence) {
        super(sentence);
    }
}
