// SPDX-License-Identifier: Apache-2.0
package org.gittheta.cli.repository;

import org.gittheta.cli.CommandException;
import org.gittheta.cli.ExitCode;
import org.gittheta.cli.checkout.CheckpointSink;
import org.gittheta.storage.object.ObjectStore;

/** Passes the commands what rebuilds checkpoints. */
public final class CheckpointSinks {
    private CheckpointSinks() {}

    /** Returns what rebuilds checkpoints from the objects of a store. */
    public static CheckpointSink open(ObjectStore store) {
        return (stub, out) -> {
            throw new CommandException(ExitCode.INTERNAL, "checkpoints cannot be written yet");
        };
    }
}
