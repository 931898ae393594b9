// SPDX-License-Identifier: Apache-2.0
package org.gittheta.cli.jj;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.gittheta.cli.CommandContext;
import org.gittheta.cli.CommandException;
import org.gittheta.cli.ExitCode;
import org.gittheta.cli.checkout.CheckoutRun;
import org.gittheta.cli.checkout.MaterialisePlan;
import org.gittheta.cli.checkout.RestoreResult;
import org.gittheta.cli.repository.BlobContent;
import org.gittheta.cli.repository.BlobReader;
import org.gittheta.cli.repository.TrackedFile;
import org.gittheta.cli.repository.WorkingFile;
import org.gittheta.cli.repository.Worktree;

/**
 * Writes checkpoints of a commit into a workspace of jj.
 *
 * @param workspace the workspace
 * @param context the world in which git's index has the commit's files
 * @param worktree the workspace as git sees it
 */
public record JjMaterialiser(JjWorkspace workspace, CommandContext context, Worktree worktree) {
    /**
     * Looks which of the files are not what the commit has.
     *
     * @param overwrites whether a working file gives way that git theta did not write
     * @throws CommandException if jj would take one of them into its commit
     */
    public MaterialisePlan plan(List<TrackedFile> files, boolean overwrites) throws IOException {
        SparsePatterns sparse = workspace.sparse();
        WrittenFiles written = WrittenFiles.of(workspace);
        List<TrackedFile> write = new ArrayList<>();
        List<String> kept = new ArrayList<>();
        try (BlobReader blobs = new BlobReader(context.git())) {
            for (TrackedFile file : files) {
                if (!(blobs.read(file.oid()) instanceof BlobContent.Stubbed)) {
                    continue;
                }
                if (sparse.cover(file.path())) {
                    throw new CommandException(
                            ExitCode.NEGATIVE,
                            "jj would commit " + worktree.shown(file.path())
                                    + " as it is: run 'git theta jj setup' first");
                }
                BlobContent here = WorkingFile.read(
                        workspace.top().resolve(file.path()), file.oid().length());
                Optional<String> before = written.unchanged(file.path());
                if (here instanceof BlobContent.Raw && before.equals(Optional.of(file.oid()))) {
                    continue;
                }
                if (here instanceof BlobContent.Raw && before.isEmpty() && !overwrites) {
                    kept.add(file.path());
                } else {
                    write.add(file);
                }
            }
        }
        return new MaterialisePlan(write, kept);
    }

    /** Writes the files and returns the exit code. */
    public int write(List<TrackedFile> files, boolean quiet) throws IOException {
        CheckoutRun run = new CheckoutRun(context, worktree, quiet);
        RestoreResult result = run.checkout().overwriteOnly(files);
        Map<String, String> written = new HashMap<>();
        result.written()
                .forEach(file ->
                        written.put(file.path(), file.oid() + " " + WrittenFiles.stamp(file.size(), file.modified())));
        WrittenFiles.of(workspace).note(written);
        return run.report(result, Optional.empty());
    }
}
