// SPDX-License-Identifier: Apache-2.0
package org.gittheta.filter.clean;

import java.util.Map;
import org.gittheta.storage.digest.Sha256;
import org.gittheta.storage.stub.Encoding;

/**
 * Says what became of a run of bytes that was given to the {@link ParameterStore}.
 *
 * @param size its length in bytes
 * @param sha256 its hash
 * @param ranges the hashes of the runs inside it that were asked for
 * @param crc32 its CRC-32, unsigned, or -1 if it was not asked for
 * @param encoding where it is stored
 */
record StoredParameter(long size, Sha256 sha256, Map<ByteRange, Sha256> ranges, long crc32, Encoding encoding) {
    /** Returns the same with the bytes stored elsewhere. */
    StoredParameter storedAs(Encoding other) {
        return new StoredParameter(size, sha256, ranges, crc32, other);
    }

    /** Returns the hash of a run; that of the whole where a file that is cut off does not have the run. */
    Sha256 hashOf(ByteRange range) {
        return ranges.getOrDefault(range, sha256);
    }
}
