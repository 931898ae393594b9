// SPDX-License-Identifier: Apache-2.0
package org.gittheta.cli.merge;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.gittheta.cli.CommandContext;
import org.gittheta.cli.CommandException;
import org.gittheta.cli.ExitCode;
import org.gittheta.cli.OneLine;
import org.gittheta.cli.repository.BlobReader;
import org.gittheta.cli.repository.OpenRepository;
import org.gittheta.cli.repository.TrackedFile;
import org.gittheta.cli.repository.Worktree;
import org.gittheta.filter.merge.ManyWayMerge;
import org.gittheta.filter.merge.MergeSession;
import org.gittheta.filter.merge.MergedStub;
import org.gittheta.filter.merge.ParameterRules;
import org.gittheta.filter.pipeline.Workers;
import org.gittheta.filter.repository.CheckpointRepository;
import org.gittheta.storage.repository.Git;
import org.gittheta.storage.stub.StubFormat;

/**
 * Merges more than two sides into one commit: checkpoints by a strategy over all of them at once, other files as git does.
 *
 * <p>The commit is made beside the worktree and then moved to, so that whatever goes wrong leaves everything as it was.
 *
 * @param context the world of the command
 * @param worktree the worktree
 * @param base the commit that all sides come from
 * @param sides the commits, ours first
 * @param choice which strategies were chosen
 */
public record ManyBranches(
        CommandContext context, Worktree worktree, String base, List<String> sides, StrategyChoice choice) {
    private static final int MOST_NAMED = 5;

    /** Copies the list. */
    public ManyBranches {
        sides = List.copyOf(sides);
    }

    /** Prints the strategy of each parameter that sides changed differently; returns whether all have one. */
    public boolean plan() throws IOException {
        boolean isWhole = true;
        try (Workers workers = new Workers(Runtime.getRuntime().availableProcessors());
                BlobReader blobs = new BlobReader(context.git())) {
            CheckpointRepository repository = OpenRepository.of(context, workers);
            for (MergeSides file : MergeSides.read(context.git(), worktree, base, sides)) {
                if (file.isMerged()) {
                    MergedStub merged = new MergeSession(() -> repository, workers, file.path())
                            .merge(file.merge(blobs), ParameterRules.NONE)
                            .merged();
                    ParameterRules rules = choice.of(file.path());
                    context.out().println(OneLine.of(file.path()) + ":");
                    for (MergedStub.Conflict conflict : merged.open()) {
                        String how = rules.of(conflict.sides().key())
                                .map(spec -> spec.text())
                                .orElse("left open");
                        isWhole &= !how.equals("left open");
                        context.out()
                                .println("  " + conflict.sides().key().escaped() + ": " + how + " ("
                                        + conflict.kind().meaning() + ")");
                    }
                    isWhole &= !merged.frameOpen();
                }
            }
        }
        return isWhole;
    }

    /** Makes the commit's tree. */
    public String tree() throws IOException {
        List<MergeSides> files = MergeSides.read(context.git(), worktree, base, sides);
        String others = others();
        StringBuilder entries = new StringBuilder();
        try (Workers workers = new Workers(Runtime.getRuntime().availableProcessors());
                BlobReader blobs = new BlobReader(context.git())) {
            CheckpointRepository repository = OpenRepository.of(context, workers);
            for (MergeSides file : files) {
                if (file.isMerged()) {
                    MergeSession session = new MergeSession(() -> repository, workers, file.path());
                    ManyWayMerge.Result result = session.merge(file.merge(blobs), choice.of(file.path()));
                    requireClean(file, result);
                    String oid = context.git()
                            .run(StubFormat.write(result.merged().stub()), "hash-object", "-w", "--stdin")
                            .line();
                    entry(entries, file.entry().mode(), oid, file.path());
                } else if (file.taken().isPresent()) {
                    TrackedFile taken = file.taken().get();
                    entry(entries, taken.mode(), taken.oid(), file.path());
                } else {
                    entry(entries, "0", "0".repeat(others.length()), file.path());
                }
            }
        }
        Path folder = Files.createTempDirectory("git-theta");
        Path index = folder.resolve("index");
        try {
            Git aside = context.git().with("GIT_INDEX_FILE", index.toString());
            aside.run("read-tree", others);
            aside.run(entries.toString().getBytes(StandardCharsets.UTF_8), "update-index", "-z", "--index-info");
            return aside.run("write-tree").line();
        } finally {
            Files.deleteIfExists(index);
            Files.deleteIfExists(folder.resolve("index.lock"));
            Files.delete(folder);
        }
    }

    private static void entry(StringBuilder entries, String mode, String oid, String path) {
        entries.append(mode).append(' ').append(oid).append('\t').append(path).append('\0');
    }

    private void requireClean(MergeSides file, ManyWayMerge.Result result) {
        if (result.merged().isClean()) {
            return;
        }
        String path = worktree.shown(file.path());
        result.refused().values().stream()
                .limit(MOST_NAMED)
                .forEach(reason -> context.err().println(OneLine.of("git theta: " + path + ": " + reason)));
        List<String> names = result.merged().open().stream()
                .map(conflict -> conflict.sides().key().escaped())
                .toList();
        String some = String.join(", ", names.subList(0, Math.min(MOST_NAMED, names.size())));
        throw new CommandException(
                ExitCode.NEGATIVE,
                path + ": several sides changed "
                        + (names.isEmpty() ? "what lies around the parameters" : some)
                        + (names.size() > MOST_NAMED ? " and " + (names.size() - MOST_NAMED) + " more" : "")
                        + ", and a merge of more than two leaves nothing open: nothing was changed. Give them a strategy"
                        + " that takes " + sides.size() + " models, or merge one branch at a time");
    }

    /** Merges other files one side after the other, as git's octopus does, and returns the tree. */
    private String others() throws IOException {
        // Checkpoints are merged by us: whatever git takes for them is replaced.
        Git git = context.git();
        String merged = sides.get(0);
        String tree = git.run("rev-parse", merged + "^{tree}").line();
        for (String side : sides.subList(1, sides.size())) {
            Git.Output output = git.attempt(
                    new byte[0],
                    "-c",
                    "merge.theta.driver=true",
                    "merge-tree",
                    "--write-tree",
                    "--no-messages",
                    "--name-only",
                    "-z",
                    merged,
                    side);
            List<String> parts = output.exitCode() <= 1 ? output.parts() : List.of();
            if (parts.isEmpty()) {
                throw new CommandException(
                        ExitCode.ENVIRONMENT,
                        "git merge-tree --write-tree failed, which git has since 2.38: "
                                + output.errors().strip());
            }
            if (output.exitCode() == 1) {
                throw new CommandException(
                        ExitCode.NEGATIVE,
                        String.join(", ", parts.subList(1, Math.min(parts.size(), 1 + MOST_NAMED)))
                                + " cannot be merged without a conflict: nothing was changed. Merge one branch at a time");
            }
            tree = parts.get(0);
            merged = git.run("commit-tree", tree, "-p", merged, "-p", side, "-m", "on the way")
                    .line();
        }
        return tree;
    }

    /** Makes a commit of a tree with all sides as parents and moves to it; returns git's exit code. */
    public int commit(String tree, String message, Map<String, List<String>> trailers) throws IOException {
        Git git = context.git();
        List<String> trailing = new ArrayList<>(List.of("interpret-trailers"));
        trailers.forEach(
                (key, values) -> values.forEach(value -> trailing.addAll(List.of("--trailer", key + ": " + value))));
        byte[] text = (message.stripTrailing() + "\n").getBytes(StandardCharsets.UTF_8);
        if (trailing.size() > 1) {
            text = git.run(text, trailing.toArray(String[]::new)).bytes();
        }
        List<String> command = new ArrayList<>(List.of("commit-tree", tree));
        sides.forEach(side -> command.addAll(List.of("-p", side)));
        command.addAll(List.of("-F", "-"));
        String commit = git.run(text, command.toArray(String[]::new)).line();
        context.err().flush();
        return git.runAttached("merge", "-q", "--ff-only", commit);
    }
}
