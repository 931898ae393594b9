// SPDX-License-Identifier: Apache-2.0
package org.gittheta.filter.smudge;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.concurrent.CompletableFuture;
import java.util.zip.CRC32;
import org.gittheta.filter.pipeline.Block;
import org.gittheta.filter.pipeline.Workers;
import org.gittheta.storage.digest.Sha256;
import org.gittheta.storage.digest.Sha256Digest;
import org.gittheta.storage.object.CorruptObjectException;
import org.gittheta.storage.stub.ParameterEntry;

/** Sums a parameter's decoded blocks in order on the workers, and compares with what the stub says. */
final class ParameterCheck {
    private final ParameterEntry parameter;
    private final Workers workers;
    private final Sha256Digest digest = new Sha256Digest();
    private final CRC32 crc32;
    private CompletableFuture<Void> summed = CompletableFuture.completedFuture(null);

    ParameterCheck(ParameterEntry parameter, boolean withCrc32, Workers workers) {
        this.parameter = parameter;
        this.workers = workers;
        crc32 = withCrc32 ? new CRC32() : null;
    }

    /** Adds the next block; its sum is made when it and all before it are there. The block is released in any case. */
    void add(CompletableFuture<Void> decoded, Block block) {
        summed = CompletableFuture.allOf(summed, decoded)
                .thenRunAsync(
                        () -> {
                            digest.update(block.bytes(), 0, block.length());
                            if (crc32 != null) {
                                crc32.update(block.bytes(), 0, block.length());
                            }
                        },
                        workers.executor())
                .whenComplete((nothing, failure) -> block.release());
    }

    /** Returns the four bytes of the parameter's CRC-32, little-endian. */
    ByteBuffer crc32() throws IOException {
        Workers.await(summed);
        return ByteBuffer.allocate(4)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt((int) crc32.getValue())
                .flip();
    }

    /** Compares; asked once, after the last block. */
    void verify() throws IOException {
        Workers.await(summed);
        Sha256 found = digest.finish();
        if (!found.equals(parameter.sha256())) {
            throw new CorruptObjectException("what is stored for "
                    + parameter.name().escaped() + " has the hash " + found + ", not " + parameter.sha256());
        }
    }
}
