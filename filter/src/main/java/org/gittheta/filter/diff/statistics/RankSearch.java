// SPDX-License-Identifier: Apache-2.0
package org.gittheta.filter.diff.statistics;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SplittableRandom;
import java.util.TreeSet;

/**
 * Finds the numerical rank of a parameter's change where that is small, such as that of a low-rank adapter that was merged
 * in.
 *
 * <p>The rank is the number of directions that span every row of after − before up to what rounding to the parameter's
 * types explains: a value of size x may be off by x times the type's unit. First a few values of a few rows are kept while
 * the other numbers are computed; their rank is that of the whole or less, and mostly says at once that it is not small.
 * Otherwise whole rows are read in a second pass and spanned, and a third pass checks all rows; those that fail join
 * the sample.
 */
public final class RankSearch {
    /** The largest rank that is looked for. */
    static final int MOST = 64;

    private static final int MORE_ROWS = 16;
    private static final int MOST_ROWS = 1 << 20;
    private static final long MOST_VALUES = 1 << 22;
    private static final int MOST_ROUNDS = 4;

    /** How many times the length that rounding explains counts as nothing: vectors that span have rounding, too. */
    private static final double TOLERANCE = 4;

    /** How many times longer a change is than what counts as nothing, or nothing can be said of its rank. */
    private static final double CLEAR = 4;

    private final PairTypes types;
    private final int most;
    private final RowGrid grid;

    private RankSearch(PairTypes types, int most, int rows) {
        this.types = types;
        this.most = most;
        grid = new RowGrid(
                pick(types.rows, rows), ints(pick(types.columns, (int) Math.min(types.columns, rows))), types.columns);
    }

    /** Begins where a rank makes sense: for real matrices that are not tiny, and not too large to sample rows of. */
    public static Optional<RankSearch> of(PairTypes types) {
        if (types.rows == 0
                || types.rows > MOST_ROWS
                || types.columns > MOST_VALUES / MORE_ROWS
                || types.before.components() > 1) {
            return Optional.empty();
        }
        int rows = (int) Math.min(Math.min(types.rows, MOST + MORE_ROWS), MOST_VALUES / types.columns);
        int most = (int) Math.min(Math.min(types.rows, types.columns) / 4, Math.min(MOST, rows - rows / 4));
        return most < 1 ? Optional.empty() : Optional.of(new RankSearch(types, most, rows));
    }

    /** Shows every element once, in any order and on any threads. */
    @FunctionalInterface
    public interface Pass {
        /** Begins and ends a pass. */
        void show(PairKernel.Observer observer) throws IOException;
    }

    /** Returns who is to see the first pass. */
    public PairKernel.Observer firstPass() {
        return grid;
    }

    /**
     * Returns the rank, or nothing if it is not small.
     *
     * @param changedRows the number of rows that changed; if they are few, they are the better description
     * @param pass makes further passes
     */
    public OptionalInt rank(long changedRows, Pass pass) throws IOException {
        if (changedRows <= most || space(grid).isEmpty()) {
            return OptionalInt.empty();
        }
        TreeSet<Long> rows = new TreeSet<>();
        for (long row : grid.rows()) {
            rows.add(row);
        }
        for (int round = 0; round < MOST_ROUNDS && rows.size() * types.columns <= 2 * MOST_VALUES; round++) {
            RowGrid sample =
                    new RowGrid(rows.stream().mapToLong(row -> row).toArray(), all((int) types.columns), types.columns);
            pass.show(sample);
            Optional<RowSpace> space = space(sample);
            if (space.isEmpty() || !isClear(sample)) {
                return OptionalInt.empty();
            }
            RowProbes probes = new RowProbes(space.get(), (int) types.rows, (int) types.columns);
            pass.show(probes);
            // An estimate of what is left is off by a factor of two now and then.
            List<Long> beyond = probes.beyond(2 * TOLERANCE, types.unit);
            if (beyond.isEmpty()) {
                return OptionalInt.of(space.get().rank());
            }
            int step = Math.max(1, beyond.size() / MORE_ROWS);
            for (int i = 0; i < beyond.size(); i += step) {
                rows.add(beyond.get(i));
            }
        }
        return OptionalInt.empty();
    }

    private Optional<RowSpace> space(RowGrid sample) {
        double[] tolerance = sample.noise(types.unit);
        for (int i = 0; i < tolerance.length; i++) {
            tolerance[i] *= TOLERANCE;
        }
        return RowSpace.of(sample.changes(), tolerance, most);
    }

    private boolean isClear(RowGrid sample) {
        double squares = 0;
        double noise = 0;
        for (double[] row : sample.changes()) {
            squares += RowSpace.dot(row, row);
        }
        for (double length : sample.noise(types.unit)) {
            noise += length * length;
        }
        return squares > noise * TOLERANCE * TOLERANCE * CLEAR * CLEAR;
    }

    /** Returns the length that rounding explains, of values and of the arithmetic here. */
    static double noise(double unit, double sizes, double squares) {
        return Math.sqrt(unit * unit * sizes + 1e-24 * squares);
    }

    /** Picks numbers below a limit: one at random from each of as many equal parts, the same every time. */
    private static long[] pick(long limit, int count) {
        SplittableRandom random = new SplittableRandom(limit);
        long[] picked = new long[count];
        for (int i = 0; i < count; i++) {
            long from = limit * i / count;
            picked[i] = from + random.nextLong(limit * (i + 1) / count - from);
        }
        return picked;
    }

    private static int[] ints(long[] numbers) {
        int[] ints = new int[numbers.length];
        for (int i = 0; i < ints.length; i++) {
            ints[i] = (int) numbers[i];
        }
        return ints;
    }

    private static int[] all(int count) {
        int[] all = new int[count];
        for (int i = 0; i < count; i++) {
            all[i] = i;
        }
        return all;
    }
}
