// SPDX-License-Identifier: Apache-2.0
package org.gittheta.cli.jj;

import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.gittheta.cli.CommandContext;
import org.gittheta.cli.CommandException;
import org.gittheta.cli.ExitCode;
import org.gittheta.cli.checkout.CheckoutRun;
import org.gittheta.cli.checkout.MaterialisePlan;
import org.gittheta.cli.checkout.MaterialisePlan.Verdict;
import org.gittheta.cli.checkout.RestoreResult;
import org.gittheta.cli.repository.BlobContent;
import org.gittheta.cli.repository.TrackedFile;
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
        return MaterialisePlan.of(context.git(), workspace.top(), files, (file, here) -> {
            if (sparse.cover(file.path())) {
                throw new CommandException(
                        ExitCode.NEGATIVE,
                        "jj would commit " + worktree.shown(file.path()) + " as it is: run 'git theta jj setup' first");
            }
            if (!(here instanceof BlobContent.Raw)) {
                return Verdict.WRITE;
            }
            Optional<String> before = written.unchanged(file.path());
            if (before.equals(Optional.of(file.oid()))) {
                return Verdict.SAME;
            }
            return before.isEmpty() && !overwrites ? Verdict.KEEP : Verdict.WRITE;
        });
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
