// SPDX-License-Identifier: Apache-2.0
package org.gittheta.cli.repository;

import java.util.Optional;
import org.gittheta.storage.stub.ParameterEntry;
import org.gittheta.storage.stub.Stub;
import org.gittheta.storage.stub.TensorEntry;
import org.gittheta.storage.stub.ViewEntry;

/**
 * Counts what differs between two stubs, by what the parameters are and not by how they are stored.
 *
 * @param added parameters only the second has
 * @param removed parameters only the first has
 * @param modified parameters of both that are not the same
 * @param frame whether anything else of the file differs
 */
public record StubChanges(int added, int removed, int modified, boolean frame) {
    /** Compares. */
    public static StubChanges between(Stub before, Stub after) {
        int added = 0;
        int modified = 0;
        int kept = 0;
        int old =
                (int) before.tensors().stream().filter(StubSummary::isParameter).count();
        for (TensorEntry tensor : after.tensors()) {
            if (StubSummary.isParameter(tensor)) {
                Optional<TensorEntry> same = before.tensor(tensor.name()).filter(StubSummary::isParameter);
                if (same.isEmpty()) {
                    added++;
                } else {
                    kept++;
                    modified += isSame(before, same.get(), after, tensor) ? 0 : 1;
                }
            }
        }
        return new StubChanges(
                added,
                old - kept,
                modified,
                !before.frame().sha256().equals(after.frame().sha256()));
    }

    private static boolean isSame(Stub before, TensorEntry first, Stub after, TensorEntry second) {
        if (!first.dtype().equals(second.dtype()) || !first.shape().equals(second.shape())) {
            return false;
        }
        if (first instanceof ParameterEntry a && second instanceof ParameterEntry b) {
            return a.isSameParameter(b);
        }
        if (Stub.sha256(first).isPresent() && Stub.sha256(second).isPresent()) {
            return Stub.sha256(first).equals(Stub.sha256(second));
        }
        // Strided views have no hash of their own: they are the same if they look at the same bytes in the same way.
        return first instanceof ViewEntry a
                && second instanceof ViewEntry b
                && a.strides().equals(b.strides())
                && a.offset() == b.offset()
                && before.tensor(a.target())
                        .flatMap(Stub::sha256)
                        .equals(after.tensor(b.target()).flatMap(Stub::sha256));
    }

    /** Tells whether both stand for the same file. */
    public boolean isNone() {
        return added == 0 && removed == 0 && modified == 0 && !frame;
    }

    /** Says it in words: {@code 3 of 40 parameters changed, 1 added}. */
    public String sentence() {
        if (isNone()) {
            return "same contents, stored in another way";
        }
        StringBuilder text = new StringBuilder();
        append(text, modified, "modified");
        append(text, added, "added");
        append(text, removed, "removed");
        return text.length() == 0 ? "no parameter changed, only what is around them" : "parameters: " + text;
    }

    private static void append(StringBuilder text, int number, String what) {
        if (number > 0) {
            text.append(text.length() == 0 ? "" : ", ")
                    .append(number)
                    .append(' ')
                    .append(what);
        }
    }
}
