// SPDX-License-Identifier: Apache-2.0
package org.gittheta.filter.merge.strategy;

import java.io.IOException;

/** Says in one sentence why a strategy cannot be used: its name, an option, or the values it was given. */
public final class StrategyException extends IOException {
    private static final long serialVersionUID = 1;

    /** Takes the sentence, without a full stop. */
    public StrategyException(String sentence) {
        super(sentence);
    }
}
