// SPDX-License-Identifier: Apache-2.0
package org.gittheta.filter.repository;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.gittheta.storage.digest.Sha256;
import org.gittheta.storage.stub.Encoding;
import org.gittheta.storage.stub.ParameterEntry;
import org.gittheta.storage.stub.Stub;
import org.gittheta.storage.tensor.DType;
import org.gittheta.storage.tensor.ParameterName;
import org.gittheta.storage.tensor.Shape;

/**
 * Finds parameters that a new one may have been made from: of the same name in the same file, in the file that is named as
 * a base, or, where there is none, in another tracked file, there also with a prefix more or less.
 *
 * <p>A candidate has the same shape, or another number of rows, and the same type, or both are floating-point types that
 * convert into each other. For one thread at a time.
 */
final class BaseCandidates {
    /** Candidates that are worth trying. */
    private static final int MOST = 4;

    /** Parts of a name that may stand before it: {@code module.} and {@code model.}. */
    private static final int MOST_PREFIXES = 2;

    private static final Set<String> CONVERTIBLE = Set.of("F64", "F32", "F16", "BF16");

    private final Names ofPath;
    private final OtherStubs others;
    private Names named;
    private Names tracked;

    BaseCandidates(List<Stub> ofPath, OtherStubs others) {
        this.ofPath = new Names(ofPath);
        this.others = others;
    }

    /** Returns the candidates, the likeliest first. */
    List<Encoding.Base> of(ParameterName name, DType dtype, Shape shape) throws IOException {
        if (named == null) {
            named = new Names(others.named().stream().toList());
        }
        Map<Sha256, Encoding.Base> found = new LinkedHashMap<>();
        ofPath.find(name.text(), false, dtype, shape, found);
        named.find(name.text(), true, dtype, shape, found);
        if (found.isEmpty()) {
            if (tracked == null) {
                tracked = new Names(others.tracked());
            }
            tracked.find(name.text(), true, dtype, shape, found);
        }
        return found.values().stream().limit(MOST).toList();
    }

    /** Finds parameters by their names, and by those without their first parts. */
    private static final class Names {
        private final List<Map<String, List<ParameterEntry>>> without = new ArrayList<>();

        Names(List<Stub> stubs) {
            for (int parts = 0; parts <= MOST_PREFIXES; parts++) {
                without.add(new HashMap<>());
            }
            for (Stub stub : stubs) {
                for (ParameterEntry parameter : stub.parameters()) {
                    String name = parameter.name().text();
                    for (int parts = 0; name != null && parts <= MOST_PREFIXES; parts++) {
                        without.get(parts)
                                .computeIfAbsent(name, key -> new ArrayList<>(1))
                                .add(parameter);
                        name = withoutFirst(name);
                    }
                }
            }
        }

        void find(String name, boolean withPrefixes, DType dtype, Shape shape, Map<Sha256, Encoding.Base> found) {
            String shorter = name;
            for (int mine = 0; shorter != null && mine <= (withPrefixes ? MOST_PREFIXES : 0); mine++) {
                // One of both names is the other with something before it.
                for (int theirs = 0; theirs <= (withPrefixes && mine == 0 ? MOST_PREFIXES : 0); theirs++) {
                    for (ParameterEntry entry : without.get(theirs).getOrDefault(shorter, List.of())) {
                        if (isAlike(entry, dtype, shape)) {
                            found.putIfAbsent(
                                    entry.sha256(),
                                    new Encoding.Base(entry.dtype(), entry.size(), entry.sha256(), entry.encoding()));
                        }
                    }
                }
                shorter = withoutFirst(shorter);
            }
        }

        private static String withoutFirst(String name) {
            int dot = name.indexOf('.');
            return dot < 0 || dot == name.length() - 1 ? null : name.substring(dot + 1);
        }

        private static boolean isAlike(ParameterEntry entry, DType dtype, Shape shape) {
            boolean isType = entry.dtype().equals(dtype)
                    || (CONVERTIBLE.contains(entry.dtype().name()) && CONVERTIBLE.contains(dtype.name()));
            long[] theirs = entry.shape().extents();
            long[] mine = shape.extents();
            boolean isShape = theirs.length == mine.length && entry.size() > 0;
            for (int i = 1; isShape && i < mine.length; i++) {
                isShape = theirs[i] == mine[i];
            }
            return isType && isShape;
        }
    }
}
