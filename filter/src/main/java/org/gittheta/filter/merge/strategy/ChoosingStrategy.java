// SPDX-License-Identifier: Apache-2.0
package org.gittheta.filter.merge.strategy;

/** Takes a tensor as one side has it; no value is read. */
public non-sealed interface ChoosingStrategy extends MergeStrategy {
    /** Returns the side. */
    Side side();
}
