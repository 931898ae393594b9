// SPDX-License-Identifier: Apache-2.0
package org.gittheta.cli.command;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.gittheta.cli.CommandContext;
import org.gittheta.cli.CommandException;
import org.gittheta.cli.ExitCode;
import org.gittheta.cli.Json;
import org.gittheta.cli.checkout.Checkout;
import org.gittheta.cli.checkout.CheckoutRun;
import org.gittheta.cli.checkout.MaterialisePlan;
import org.gittheta.cli.checkout.MaterialisePlan.Verdict;
import org.gittheta.cli.jj.JjMaterialiser;
import org.gittheta.cli.jj.JjWorkspace;
import org.gittheta.cli.repository.BlobContent;
import org.gittheta.cli.repository.RevisionAndPaths;
import org.gittheta.cli.repository.Sizes;
import org.gittheta.cli.repository.TrackedFile;
import org.gittheta.cli.repository.TrackedFiles;
import org.gittheta.cli.repository.Worktree;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/**
 * Writes checkpoints where no filter does.
 *
 * <p>With {@code --json} it writes {@code {"written": ["m.safetensors"], "kept": []}}, paths from the top.
 */
@Command(
        name = "materialise",
        description = {
            "Writes the checkpoints that stubs stand for, where no filter does, beside jj say.",
            "Without a revision those of the working-copy commit (jj) or the index (git), which stays as it is. Files that"
                    + " are missing, that are stubs, or that this command wrote are replaced; others only if they are named,"
                    + " or with --force."
        },
        mixinStandardHelpOptions = true,
        customSynopsis = "git theta materialise [-nq] [--force] [--json] [REV] [--] [PATH...]",
        footerHeading = "%nExamples:%n",
        footer = {
            "  git theta materialise                       after 'jj new', 'jj edit', 'jj git fetch'",
            "  git theta materialise @- model.safetensors  a revset of jj's, and a file"
        })
public final class MaterialiseCommand implements Callable<Integer> {
    private final CommandContext context;

    @Spec
    private CommandSpec spec;

    @Option(names = "--force", description = "Replace files, too, that hold something else.")
    private boolean isForced;

    @Option(
            names = {"-n", "--dry-run"},
            description = "Say what would be written, and write nothing.")
    private boolean isDry;

    @Option(
            names = {"-q", "--quiet"},
            description = "Say nothing unless something is wrong.")
    private boolean quiet;

    @Option(names = "--json", description = "Print the result as JSON.")
    private boolean isJson;

    @Parameters(paramLabel = "REV|PATH", description = "A revision, then files or pathspecs; '--' stands between.")
    private List<String> words = new ArrayList<>();

    /** Takes the world that the command runs in. */
    public MaterialiseCommand(CommandContext context) {
        this.context = context;
    }

    @Override
    public Integer call() throws IOException {
        List<String> original = spec.commandLine().getParseResult().originalArgs();
        Optional<JjWorkspace> around = JjWorkspace.find(context);
        if (around.isPresent()) {
            try (JjWorkspace workspace = around.get()) {
                return besideJj(workspace, RevisionAndPaths.divide(context, words, original, workspace::isRevision));
            }
        }
        return besideGit(RevisionAndPaths.divide(context, words, original));
    }

    private int besideJj(JjWorkspace workspace, RevisionAndPaths what) throws IOException {
        CommandContext there = workspace.at(workspace.commit(what.revision().orElse("@")));
        Worktree worktree = Worktree.of(there);
        List<TrackedFile> files = new TrackedFiles(there.git(), worktree.prefix())
                .inIndex(what.paths())
                .checkpoints();
        requireMatch(files, what);
        JjMaterialiser materialiser = new JjMaterialiser(workspace, there, worktree);
        MaterialisePlan plan = materialiser.plan(files, overwrites(what));
        int exitCode = isDry ? 0 : materialiser.write(plan.write(), quiet || isJson);
        report(worktree, plan);
        return exitCode;
    }

    private int besideGit(RevisionAndPaths what) throws IOException {
        Worktree worktree = Worktree.of(context);
        TrackedFiles tracked = new TrackedFiles(context.git(), worktree.prefix());
        List<TrackedFile> indexed = tracked.inIndex(what.paths()).checkpoints();
        List<TrackedFile> files = what.revision().isPresent()
                ? tracked.inTree(what.revision().get(), what.paths()).checkpoints()
                : indexed;
        requireMatch(files, what);
        Map<String, String> index = new HashMap<>();
        indexed.forEach(file -> index.put(file.path(), file.oid()));
        MaterialisePlan plan = MaterialisePlan.of(
                context.git(),
                worktree.top(),
                files,
                (file, here) -> here instanceof BlobContent.Raw && !overwrites(what) ? Verdict.KEEP : Verdict.WRITE);
        List<TrackedFile> same = plan.write().stream()
                .filter(file -> file.oid().equals(index.get(file.path())))
                .toList();
        List<TrackedFile> other = new ArrayList<>(plan.write());
        other.removeAll(same);
        int exitCode = 0;
        if (!isDry) {
            CheckoutRun run = new CheckoutRun(context, worktree, quiet || isJson);
            Checkout checkout = run.checkout();
            exitCode = run.report(checkout.overwrite(same), what.revision());
            if (!other.isEmpty()) {
                exitCode = Math.max(exitCode, run.report(checkout.overwriteOnly(other), what.revision()));
            }
        }
        report(worktree, plan);
        return exitCode;
    }

    private boolean overwrites(RevisionAndPaths what) {
        return isForced || !what.paths().isEmpty();
    }

    private static void requireMatch(List<TrackedFile> files, RevisionAndPaths what) {
        if (files.isEmpty() && !what.paths().isEmpty()) {
            throw new CommandException(
                    ExitCode.USAGE, "'" + String.join(" ", what.paths()) + "' matches no tracked checkpoint");
        }
    }

    private void report(Worktree worktree, MaterialisePlan plan) throws IOException {
        if (isJson) {
            Json.write(context.out(), json -> {
                json.writeStartObject();
                Json.strings(
                        json,
                        "written",
                        plan.write().stream().map(TrackedFile::path).toList());
                Json.strings(json, "kept", plan.kept());
                json.writeEndObject();
            });
            return;
        }
        if (isDry) {
            plan.write().forEach(file -> context.out().println("Would write " + worktree.shown(file.path())));
        }
        if (!quiet && !plan.kept().isEmpty()) {
            context.err()
                    .println("git theta: " + Sizes.count(plan.kept().size(), "checkpoint")
                            + " stayed, since git theta did not write what is there: name one to replace it, such as "
                            + worktree.shown(plan.kept().get(0)));
        }
    }
}
