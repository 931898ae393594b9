// SPDX-License-Identifier: Apache-2.0
package org.gittheta.benchmarks.compare;

/** Says in one sentence which program a comparison needs and how to name it. */
public final class ProgramMissingException extends Exception {
    private static final long serialVersionUID = 1L;

    ProgramMissingException(String message) {
        super(message);
    }
}
