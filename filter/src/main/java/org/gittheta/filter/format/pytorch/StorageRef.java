// SPDX-License-Identifier: Apache-2.0
package org.gittheta.filter.format.pytorch;

import java.util.List;
import java.util.Optional;
import org.gittheta.filter.format.MalformedCheckpointException;
import org.gittheta.filter.format.pickle.PickleValue;
import org.gittheta.filter.format.pickle.PickleValue.Persistent;
import org.gittheta.filter.format.pickle.PickleValue.Text;
import org.gittheta.filter.format.pickle.PickleValue.Tuple;
import org.gittheta.filter.format.pickle.PickleValue.Whole;

/**
 * Names a storage, as the persistent id {@code ('storage', class, key, location, elements[, view])} does; a view is
 * {@code (key, offset, elements)}, in elements, from before PyTorch 0.4.
 *
 * @param key what the storage is called in the file
 * @param type its element type
 * @param bytes its size in bytes
 * @param start where the part that is meant begins, in bytes
 * @param end where it ends
 */
record StorageRef(String key, ElementType type, long bytes, long start, long end) {
    /**
     * Parses a persistent id; one that names no storage gives nothing.
     *
     * @throws MalformedCheckpointException if it names a storage wrongly, or one of an unknown class
     */
    static Optional<StorageRef> parse(Persistent persistent) throws MalformedCheckpointException {
        if (!(persistent.id() instanceof Tuple id)
                || id.items().isEmpty()
                || !(id.items().get(0) instanceof Text kind)
                || !kind.value().equals("storage")) {
            return Optional.empty();
        }
        List<PickleValue> items = id.items();
        if (items.size() < 5 || !(items.get(4) instanceof Whole elements)) {
            throw new MalformedCheckpointException("a storage is named without its size");
        }
        ElementType type = ElementType.ofStorage(items.get(1))
                .orElseThrow(() -> new MalformedCheckpointException("a storage is of an unknown class"));
        String key = key(items.get(2));
        try {
            long bytes = Math.multiplyExact(elements.value(), (long) type.bytes());
            long start = 0;
            long end = bytes;
            if (items.size() > 5 && items.get(5) instanceof Tuple view) {
                if (view.items().size() != 3
                        || !(view.items().get(1) instanceof Whole offset)
                        || !(view.items().get(2) instanceof Whole length)) {
                    throw new MalformedCheckpointException("a view of a storage is broken");
                }
                start = Math.multiplyExact(offset.value(), (long) type.bytes());
                end = Math.addExact(start, Math.multiplyExact(length.value(), (long) type.bytes()));
            }
            if (bytes < 0 || start < 0 || end < start || end > bytes) {
                throw new MalformedCheckpointException("a view does not fit its storage, or a size is negative");
            }
            return Optional.of(new StorageRef(key, type, bytes, start, end));
        } catch (ArithmeticException e) {
            throw new MalformedCheckpointException("a storage has more than 2^63 bytes");
        }
    }

    /** Reads the key of a storage: text, or a number in very old files. */
    static String key(PickleValue key) throws MalformedCheckpointException {
        if (key instanceof Text text) {
            return text.value();
        }
        if (key instanceof Whole number) {
            return Long.toString(number.value());
        }
        throw new MalformedCheckpointException("a storage is named by what is no text");
    }
}
