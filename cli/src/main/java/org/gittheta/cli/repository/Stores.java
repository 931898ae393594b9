// SPDX-License-Identifier: Apache-2.0
package org.gittheta.cli.repository;

import java.io.IOException;
import java.util.Optional;
import org.gittheta.cli.CommandContext;
import org.gittheta.storage.object.FileObjectStore;
import org.gittheta.storage.object.ObjectStore;
import org.gittheta.storage.repository.Git;
import org.gittheta.storage.repository.RepositoryLayout;

/** Opens the object store that commands read: the one place to pass one that can download. */
public final class Stores {
    private Stores() {}

    /** Opens the store of the repository that the command runs in. */
    public static ObjectStore open(CommandContext context) throws IOException {
        return local(context);
    }

    /** Opens what is here, without the network. */
    public static FileObjectStore local(CommandContext context) throws IOException {
        RepositoryLayout repository = context.repository();
        Git.Output setting = context.git().attempt(new byte[0], "config", "--get", "lfs.storage");
        return new FileObjectStore(
                repository.lfs(setting.exitCode() == 0 ? Optional.of(setting.line()) : Optional.empty()));
    }
}
