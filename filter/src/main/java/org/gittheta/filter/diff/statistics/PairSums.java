// SPDX-License-Identifier: Apache-2.0
package org.gittheta.filter.diff.statistics;

/** Collects the numbers of {@link PairStatistics}; parts of a parameter are summed apart and joined in order. */
public final class PairSums {
    final MomentSums before = new MomentSums();
    final MomentSums after = new MomentSums();
    final CompensatedSum beforeSquares = new CompensatedSum();
    final CompensatedSum afterSquares = new CompensatedSum();
    final CompensatedSum products = new CompensatedSum();
    final CompensatedSum deltaSquares = new CompensatedSum();
    long elements;
    long changed;
    long newNan;
    long newInfinite;
    private double maxAbs;

    void change(double absolute) {
        if (absolute > maxAbs) {
            maxAbs = absolute;
        }
    }

    /** Adds what another part of the parameter has. */
    public void add(PairSums other) {
        before.add(other.before);
        after.add(other.after);
        beforeSquares.add(other.beforeSquares);
        afterSquares.add(other.afterSquares);
        products.add(other.products);
        deltaSquares.add(other.deltaSquares);
        elements += other.elements;
        changed += other.changed;
        newNan += other.newNan;
        newInfinite += other.newInfinite;
        change(other.maxAbs);
    }

    /** Returns the numbers of what was added. */
    public PairStatistics statistics() {
        double normBefore = Math.sqrt(Math.max(0, beforeSquares.value()));
        double normAfter = Math.sqrt(Math.max(0, afterSquares.value()));
        double cosine = products.value() / (normBefore * normAfter);
        return new PairStatistics(
                elements,
                changed,
                Math.sqrt(deltaSquares.value()),
                normBefore,
                normAfter,
                maxAbs,
                Math.max(-1, Math.min(1, cosine)),
                before.moments(),
                after.moments(),
                newNan,
                newInfinite);
    }
}
