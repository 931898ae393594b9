// SPDX-License-Identifier: Apache-2.0
package org.gittheta.filter.clean;

import java.io.IOException;

/** Says that a file by which a parameter was judged cannot be read any more: what is stored does not depend on it. */
final class LostContentException extends IOException {
    private static final long serialVersionUID = 1;

    LostContentException(Throwable cause) {
        super("a file is not any more what it was", cause);
    }
}
