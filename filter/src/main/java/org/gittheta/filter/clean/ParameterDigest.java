// SPDX-License-Identifier: Apache-2.0
package org.gittheta.filter.clean;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.CRC32;
import org.gittheta.storage.digest.Sha256;
import org.gittheta.storage.digest.Sha256Digest;

/** Sums a parameter's bytes as they pass in order: the whole, the runs that views look at, and a CRC-32 where asked. */
final class ParameterDigest {
    private final Sha256Digest whole = new Sha256Digest();
    private final CRC32 crc32;
    private final Deque<ByteRange> coming;
    private final Map<ByteRange, Sha256Digest> active = new HashMap<>();
    private final Map<ByteRange, Sha256> finished = new HashMap<>();
    private long position;

    ParameterDigest(Collection<ByteRange> ranges, boolean withCrc32) {
        crc32 = withCrc32 ? new CRC32() : null;
        List<ByteRange> ordered = new ArrayList<>(ranges);
        ordered.sort(Comparator.comparingLong(ByteRange::offset));
        coming = new ArrayDeque<>(ordered);
    }

    void update(byte[] bytes, int length) {
        whole.update(bytes, 0, length);
        if (crc32 != null) {
            crc32.update(bytes, 0, length);
        }
        long end = position + length;
        while (!coming.isEmpty() && coming.peek().offset() < end) {
            active.putIfAbsent(coming.remove(), new Sha256Digest());
        }
        active.forEach((range, digest) -> {
            long from = Math.max(range.offset(), position);
            long to = Math.min(range.end(), end);
            if (from < to) {
                digest.update(bytes, (int) (from - position), (int) (to - from));
            }
        });
        position = end;
        active.entrySet().removeIf(entry -> {
            boolean done = entry.getKey().end() <= position;
            if (done) {
                finished.put(entry.getKey(), entry.getValue().finish());
            }
            return done;
        });
    }

    /** Returns the hash of the whole; asked once, after the last byte. */
    Sha256 sha256() {
        return whole.finish();
    }

    /** Returns the hashes of the runs that lie inside what was summed. */
    Map<ByteRange, Sha256> ranges() {
        while (!coming.isEmpty()) {
            finished.put(coming.remove(), Sha256.OF_NOTHING);
        }
        return Map.copyOf(finished);
    }

    /** Returns the CRC-32, unsigned, or -1 if it was not asked for. */
    long crc32() {
        return crc32 == null ? -1 : crc32.getValue();
    }
}
