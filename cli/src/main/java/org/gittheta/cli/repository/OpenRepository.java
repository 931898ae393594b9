// SPDX-License-Identifier: Apache-2.0
package org.gittheta.cli.repository;

import java.io.IOException;
import org.gittheta.cli.CommandContext;
import org.gittheta.filter.pipeline.Workers;
import org.gittheta.filter.repository.CheckpointRepository;
import org.gittheta.lfs.fetch.Download;
import org.gittheta.lfs.fetch.DownloadingStore;
import org.gittheta.storage.repository.Settings;

/** Opens what commands need of the repository they run in: the one place that wires it. */
public final class OpenRepository {
    private OpenRepository() {}

    /** Opens the store, codecs and writer of the repository that the command runs in. */
    public static CheckpointRepository of(CommandContext context) throws IOException {
        return of(context, new Workers(Runtime.getRuntime().availableProcessors()));
    }

    /** Opens the same so that nothing is fetched. */
    public static CheckpointRepository local(CommandContext context, Workers workers) throws IOException {
        return new CheckpointRepository(
                context.repository(), context.git(), Settings.read(context.git()), workers, local -> local);
    }

    /** Opens the same with the caller's own threads. */
    public static CheckpointRepository of(CommandContext context, Workers workers) throws IOException {
        return new CheckpointRepository(
                context.repository(),
                context.git(),
                Settings.read(context.git()),
                workers,
                local -> new DownloadingStore(
                        local,
                        context.git(),
                        new Download(context.git(), local, context.terminal().err())));
    }
}
