// SPDX-License-Identifier: Apache-2.0
package org.gittheta.filter.merge;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.gittheta.storage.stub.Stub;
import org.gittheta.storage.stub.TensorEntry;
import org.gittheta.storage.stub.ViewEntry;
import org.gittheta.storage.tensor.ParameterName;

/** Decides tensor by tensor what three stubs make: what one side changed is taken from it, the same change once. */
final class ThreeWay {
    private ThreeWay() {}

    static List<Decision> decide(Optional<Stub> base, Stub ours, Stub theirs) {
        List<Decision> decisions = new ArrayList<>();
        Alignment.of(base, ours, theirs).forEach(sides -> decisions.add(decide(sides)));
        keepViewsWithWhatTheySee(decisions, ours, theirs);
        keepNamesApart(decisions);
        return decisions;
    }

    private static Decision decide(TensorSides sides) {
        Optional<TensorEntry> base = sides.base();
        if (Sameness.of(sides.ours(), sides.theirs()) || Sameness.of(base, sides.theirs())) {
            return Decision.clean(sides, sides.ours());
        }
        if (Sameness.of(base, sides.ours())) {
            return Decision.clean(sides, sides.theirs());
        }
        if (sides.ours().isEmpty()) {
            return Decision.open(sides, ConflictKind.REMOVED_BY_US);
        }
        if (sides.theirs().isEmpty()) {
            return Decision.open(sides, ConflictKind.REMOVED_BY_THEM);
        }
        return bothChanged(sides, sides.ours().get(), sides.theirs().get());
    }

    /** Merges name and content apart from each other: a rename on one side and numbers on the other go together. */
    private static Decision bothChanged(TensorSides sides, TensorEntry our, TensorEntry their) {
        boolean alike = Sameness.ofContent(our, their);
        boolean ourContent =
                sides.base().isPresent() && !Sameness.ofContent(sides.base().get(), our);
        boolean theirContent =
                sides.base().isPresent() && !Sameness.ofContent(sides.base().get(), their);
        boolean ourName = !our.name().equals(sides.key());
        boolean theirName = !their.name().equals(sides.key());
        if (ourName && theirName && !our.name().equals(their.name())) {
            return Decision.open(sides, ConflictKind.RENAMED);
        }
        ParameterName name = theirName ? their.name() : our.name();
        if (alike || (sides.base().isPresent() && !theirContent)) {
            return Decision.clean(sides, Optional.of(Sameness.named(our, name)));
        }
        if (sides.base().isPresent() && !ourContent) {
            return Decision.clean(sides, Optional.of(Sameness.named(their, name)));
        }
        if (sides.base().isEmpty()) {
            return Decision.open(sides, ConflictKind.ADDED);
        }
        boolean sameType = our.shape().equals(their.shape()) && our.dtype().equals(their.dtype());
        return Decision.open(sides, sameType ? ConflictKind.MODIFIED : ConflictKind.TYPE);
    }

    /** A view's line says what the bytes are that it sees: it is only true beside the bytes of its own side. */
    private static void keepViewsWithWhatTheySee(List<Decision> decisions, Stub ours, Stub theirs) {
        Map<ParameterName, Decision> byKey = new HashMap<>();
        decisions.forEach(decision -> byKey.put(decision.sides().key(), decision));
        Set<ParameterName> torn = new HashSet<>();
        for (Decision decision : decisions) {
            if (decision.taken().orElse(null) instanceof ViewEntry view) {
                Optional<TensorEntry> seen =
                        Optional.ofNullable(byKey.get(view.target())).flatMap(Decision::taken);
                if (isOpen(byKey.get(view.target())) || !(isOf(ours, view, seen) || isOf(theirs, view, seen))) {
                    torn.add(view.target());
                }
            }
        }
        if (torn.isEmpty()) {
            return;
        }
        decisions.replaceAll(decision -> {
            ParameterName key = decision.sides().key();
            if (torn.contains(key)) {
                return isOpen(decision) ? decision : Decision.open(decision.sides(), ConflictKind.VIEW);
            }
            boolean sees = decision.sides()
                    .versions()
                    .anyMatch(tensor -> tensor instanceof ViewEntry view && torn.contains(view.target()));
            // They follow what they look into.
            return sees ? Decision.clean(decision.sides(), decision.sides().ours()) : decision;
        });
    }

    /** Tells whether a side has that view, into those bytes. */
    private static boolean isOf(Stub side, ViewEntry view, Optional<TensorEntry> seen) {
        return Sameness.of(side.tensor(view.name()), Optional.of(view))
                && Sameness.of(side.tensor(view.target()), seen);
    }

    private static boolean isOpen(Decision decision) {
        return decision != null && decision.conflict().isPresent();
    }

    /** Two tensors that would get one name stay as on our side. */
    private static void keepNamesApart(List<Decision> decisions) {
        while (true) {
            Map<ParameterName, Integer> takers = new HashMap<>();
            decisions.forEach(
                    decision -> decision.taken().ifPresent(tensor -> takers.merge(tensor.name(), 1, Integer::sum)));
            if (takers.values().stream().allMatch(count -> count == 1)) {
                return;
            }
            decisions.replaceAll(decision -> decision.taken()
                            .filter(tensor -> takers.get(tensor.name()) > 1)
                            .isPresent()
                    ? Decision.open(decision.sides(), ConflictKind.RENAMED)
                    : decision);
        }
    }
}
