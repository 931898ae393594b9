// SPDX-License-Identifier: Apache-2.0
package org.gittheta.cli.jj;

import org.gittheta.cli.repository.BlobContent;

/**
 * Says how a checkpoint stands in a workspace.
 *
 * @param path its path from the top
 * @param oid its blob in the working-copy commit; empty if that has none
 * @param committed what the working-copy commit has
 * @param here what the working copy has
 * @param isWatched whether jj takes what the working copy has into the commit
 */
public record JjCheckpoint(String path, String oid, BlobContent committed, BlobContent here, boolean isWatched) {
    /** Tells whether the working-copy commit has it without a stub, or would have with jj's next command. */
    public boolean isRaw() {
        return committed instanceof BlobContent.Raw || (isWatched && here instanceof BlobContent.Raw);
    }

    /** Returns how many bytes git stores, or would, in the place of a stub. */
    public long rawBytes() {
        if (isWatched && here instanceof BlobContent.Raw raw) {
            return raw.size();
        }
        return committed instanceof BlobContent.Raw raw ? raw.size() : 0;
    }
}
