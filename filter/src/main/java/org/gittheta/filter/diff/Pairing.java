// SPDX-License-Identifier: Apache-2.0
package org.gittheta.filter.diff;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.gittheta.filter.diff.ParameterChange.Kind;
import org.gittheta.storage.digest.Sha256;
import org.gittheta.storage.stub.ParameterEntry;
import org.gittheta.storage.stub.Stub;
import org.gittheta.storage.stub.TensorEntry;
import org.gittheta.storage.stub.ViewEntry;
import org.gittheta.storage.tensor.DType;
import org.gittheta.storage.tensor.Shape;

/** Finds which parameters of two stubs differ, and how, from the stubs alone. */
public final class Pairing {
    private final Stub before;
    private final Stub after;
    private final List<ParameterChange> changes = new ArrayList<>();
    private final Map<Identity, Deque<TensorEntry>> gone = new HashMap<>();

    /** Is what a renamed parameter keeps. */
    private record Identity(DType dtype, Shape shape, Sha256 sha256) {}

    private Pairing(Stub before, Stub after) {
        this.before = before;
        this.after = after;
    }

    /** Returns the parameters that differ, ordered by the name they have now; storages are no parameters. */
    public static List<ParameterChange> between(Stub before, Stub after) {
        Pairing pairing = new Pairing(before, after);
        pairing.pair();
        pairing.changes.sort(Comparator.comparing(change -> change.latest().name()));
        return List.copyOf(pairing.changes);
    }

    private void pair() {
        for (TensorEntry old : before.tensors()) {
            if (isParameter(old)
                    && after.tensor(old.name()).filter(Pairing::isParameter).isEmpty()) {
                identity(old)
                        .ifPresentOrElse(
                                id -> gone.computeIfAbsent(id, key -> new ArrayDeque<>())
                                        .add(old),
                                () -> removed(old));
            }
        }
        for (TensorEntry now : after.tensors()) {
            if (isParameter(now)) {
                before.tensor(now.name())
                        .filter(Pairing::isParameter)
                        .ifPresentOrElse(old -> common(old, now), () -> addedOrRenamed(now));
            }
        }
        gone.values().forEach(left -> left.forEach(this::removed));
    }

    private void common(TensorEntry old, TensorEntry now) {
        if (!old.shape().equals(now.shape())) {
            add(Kind.SHAPE, old, now);
        } else if (!old.dtype().equals(now.dtype())) {
            add(Kind.DTYPE, old, now);
        } else if (!isSame(old, now)) {
            add(Kind.MODIFIED, old, now);
        }
    }

    private void addedOrRenamed(TensorEntry now) {
        Deque<TensorEntry> same = identity(now).map(gone::get).orElse(null);
        if (same == null || same.isEmpty()) {
            changes.add(new ParameterChange(Kind.ADDED, Optional.empty(), Optional.of(now)));
            return;
        }
        TensorEntry old = same.peek();
        for (TensorEntry other : same) {
            // Many biases are all zeros: the one with the most alike name is meant.
            if (commonEnd(other, now) > commonEnd(old, now)) {
                old = other;
            }
        }
        same.remove(old);
        add(Kind.RENAMED, old, now);
    }

    private static int commonEnd(TensorEntry a, TensorEntry b) {
        String x = a.name().text();
        String y = b.name().text();
        int common = 0;
        while (common < Math.min(x.length(), y.length())
                && x.charAt(x.length() - 1 - common) == y.charAt(y.length() - 1 - common)) {
            common++;
        }
        return common;
    }

    private void removed(TensorEntry old) {
        changes.add(new ParameterChange(Kind.REMOVED, Optional.of(old), Optional.empty()));
    }

    private void add(Kind kind, TensorEntry old, TensorEntry now) {
        changes.add(new ParameterChange(kind, Optional.of(old), Optional.of(now)));
    }

    private static Optional<Identity> identity(TensorEntry tensor) {
        return Stub.sha256(tensor).map(sha256 -> new Identity(tensor.dtype(), tensor.shape(), sha256));
    }

    private static boolean isParameter(TensorEntry tensor) {
        return !(tensor instanceof ParameterEntry parameter && parameter.isStorage());
    }

    /** Strided views have no hash of their own: they are the same if they look at the same bytes in the same way. */
    private boolean isSame(TensorEntry old, TensorEntry now) {
        if (Stub.sha256(old).isPresent() && Stub.sha256(now).isPresent()) {
            return Stub.sha256(old).equals(Stub.sha256(now));
        }
        return old instanceof ViewEntry a
                && now instanceof ViewEntry b
                && a.strides().equals(b.strides())
                && a.offset() == b.offset()
                && before.tensor(a.target())
                        .flatMap(Stub::sha256)
                        .equals(after.tensor(b.target()).flatMap(Stub::sha256));
    }
}
