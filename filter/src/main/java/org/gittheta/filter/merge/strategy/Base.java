// SPDX-License-Identifier: Apache-2.0
package org.gittheta.filter.merge.strategy;

/** Takes the tensor as the common version has it. */
public final class Base implements ChoosingStrategy {
    @Override
    public String name() {
        return "base";
    }

    @Override
    public Side side() {
        return Side.BASE;
    }
}
