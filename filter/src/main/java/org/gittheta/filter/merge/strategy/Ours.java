// SPDX-License-Identifier: Apache-2.0
package org.gittheta.filter.merge.strategy;

/** Takes the tensor as our version has it. */
public final class Ours implements ChoosingStrategy {
    @Override
    public String name() {
        return "ours";
    }

    @Override
    public Side side() {
        return Side.OURS;
    }
}
