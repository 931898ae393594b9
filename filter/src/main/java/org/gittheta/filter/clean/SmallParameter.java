// SPDX-License-Identifier: Apache-2.0
package org.gittheta.filter.clean;

import java.util.Map;
import java.util.Optional;
import org.gittheta.storage.digest.Sha256;
import org.gittheta.storage.stub.Encoding;

/**
 * Holds a small parameter that is hashed and, if its content is new, encoded, but not yet placed in an object.
 *
 * @param size its length in bytes
 * @param sha256 its hash
 * @param ranges the hashes of the runs inside it that were asked for
 * @param crc32 its CRC-32, or -1
 * @param known where its content is stored already
 * @param payload the payload; empty if the content is known
 */
record SmallParameter(
        long size,
        Sha256 sha256,
        Map<ByteRange, Sha256> ranges,
        long crc32,
        Optional<Encoding> known,
        EncodingChoice.Payload payload) {

    StoredParameter at(Encoding encoding) {
        return new StoredParameter(size, sha256, ranges, crc32, encoding);
    }
}
