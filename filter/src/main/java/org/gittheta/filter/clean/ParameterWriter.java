// SPDX-License-Identifier: Apache-2.0
package org.gittheta.filter.clean;

import java.util.concurrent.CompletableFuture;
import org.gittheta.filter.pipeline.Block;
import org.gittheta.storage.stub.Encoding;

/** Takes one parameter's blocks in order and stores them. */
interface ParameterWriter {
    /** Takes over one use of the next block; what it returns ends when the block is written. */
    CompletableFuture<Void> add(Block block);

    /** Says where the parameter lies once it is written; called once, after all blocks were added. */
    CompletableFuture<Encoding> finish();

    /** Drops what was written. */
    void abandon();
}
