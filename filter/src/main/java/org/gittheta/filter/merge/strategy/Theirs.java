// SPDX-License-Identifier: Apache-2.0
package org.gittheta.filter.merge.strategy;

/** Takes the tensor as their version has it. */
public final class Theirs implements ChoosingStrategy {
    @Override
    public String name() {
        return "theirs";
    }

    @Override
    public Side side() {
        return Side.THEIRS;
    }
}
