// SPDX-License-Identifier: Apache-2.0
package org.gittheta.cli.merge;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.gittheta.cli.CommandContext;
import org.gittheta.cli.CommandException;
import org.gittheta.cli.ExitCode;
import org.gittheta.cli.checkout.NewVersion;
import org.gittheta.cli.repository.BlobContent;
import org.gittheta.cli.repository.TrackedFile;
import org.gittheta.cli.repository.WorkingFile;
import org.gittheta.cli.repository.Worktree;
import org.gittheta.filter.diff.Pairing;
import org.gittheta.filter.merge.MergedStub;
import org.gittheta.filter.repository.CheckpointRepository;
import org.gittheta.storage.stub.Stub;
import org.gittheta.storage.stub.StubFormat;

/**
 * Puts the result of a merge into the worktree, and into the index once nothing of it is open.
 *
 * @param context the world of the command
 * @param worktree the worktree
 * @param repository its store
 * @param merge the merge
 */
public record SettledFile(CommandContext context, Worktree worktree, CheckpointRepository repository, OpenMerge merge) {
    /**
     * Makes sure that the working file is what the merge left, so that nobody's work is lost.
     *
     * @param left the stub of what it left
     */
    public void requireUntouched(Stub left) throws IOException {
        Path file = worktree.top().resolve(merge.path());
        BlobContent content = WorkingFile.read(file, merge.entry().oid().length());
        if (!(content instanceof BlobContent.Raw)) {
            return; // gone, or a stub: git writes both
        }
        Stub now;
        try (InputStream in = Files.newInputStream(file)) {
            byte[] text = repository
                    .cleaner()
                    .clean(in, repository.knownFor(merge.path()), Optional.of(file))
                    .text();
            now = text.length == 0 ? null : StubFormat.read(text);
        }
        if (now == null
                || !now.frame().sha256().equals(left.frame().sha256())
                || !Pairing.between(left, now).isEmpty()) {
            throw new CommandException(
                    ExitCode.NEGATIVE,
                    worktree.shown(merge.path()) + " was changed since the merge: 'git add' takes it as it is,"
                            + " --force replaces it");
        }
    }

    /** Writes the file, and stages it if nothing is open. */
    public void write(MergedStub merged) throws IOException {
        String oid = context.git()
                .run(StubFormat.write(merged.stub()), "hash-object", "-w", "--stdin")
                .line();
        TrackedFile entry = new TrackedFile(merge.path(), merge.entry().mode(), oid, 0, false);
        new NewVersion(context, worktree, repository).write(entry, merged.isClean());
    }
}
