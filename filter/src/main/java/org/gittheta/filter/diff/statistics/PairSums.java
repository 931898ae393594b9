// SPDX-License-Identifier: Apache-2.0
package org.gittheta.filter.diff.statistics;

import java.util.OptionalInt;

/** Collects the numbers of {@link PairStatistics}; parts of a parameter are summed apart and joined in order. */
public final class PairSums {
    final MomentSums before = new MomentSums();
    final MomentSums after = new MomentSums();
    final CompensatedSum beforeSquares = new CompensatedSum();
    final CompensatedSum afterSquares = new CompensatedSum();
    final CompensatedSum products = new CompensatedSum();
    final CompensatedSum deltaSquares = new CompensatedSum();
    final RowChanges rows = new RowChanges();
    boolean isRounded = true;
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

    /** Adds what the part of the parameter behind this one has. */
    public void add(PairSums other) {
        rows.add(other.rows);
        isRounded &= other.isRounded;
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

    /** Returns the number of rows in which an element changed. */
    public long changedRows() {
        return rows.count();
    }

    /**
     * Returns the numbers of what was added.
     *
     * @param types the types of the parameter
     * @param rank the rank of the change, if it is known
     */
    public PairStatistics statistics(PairTypes types, OptionalInt rank) {
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
                newInfinite,
                types.rows,
                rows.count(),
                types.rounding.isPresent() && isRounded,
                rank);
    }
}
