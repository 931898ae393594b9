// SPDX-License-Identifier: Apache-2.0
package org.gittheta.cli.command;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.gittheta.cli.CommandContext;
import org.gittheta.cli.CommandException;
import org.gittheta.cli.ExitCode;
import org.gittheta.cli.merge.Evaluation;
import org.gittheta.cli.merge.ManyBranches;
import org.gittheta.cli.merge.Mend;
import org.gittheta.cli.merge.MergeHeads;
import org.gittheta.cli.merge.MergePlan;
import org.gittheta.cli.merge.MovedShards;
import org.gittheta.cli.merge.StrategyChoice;
import org.gittheta.cli.merge.Trials;
import org.gittheta.cli.repository.Worktree;
import org.gittheta.filter.merge.strategy.Strategies;
import org.gittheta.storage.repository.Git;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/**
 * Runs {@code git merge} with a strategy for what both sides changed, and writes into the commit which one it was; merges
 * several branches at once; or only tries strategies.
 */
@Command(
        name = "merge",
        description = "Merges a branch as 'git merge' does, with a strategy for parameters that both sides changed.",
        mixinStandardHelpOptions = true,
        customSynopsis = {
            "git theta merge [--strategy S] [--rule 'GLOB=S']... [--dry-run] [--no-commit] BRANCH...",
            "git theta merge --try S... [--rule 'GLOB=S']... [--eval COMMAND] [--keep FOLDER] [--json] BRANCH...",
            "git theta merge --mend [--strategy S] [--rule 'GLOB=S']...",
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  git theta merge --strategy ties:density=0.4,lambda=0.9 tuned",
            "  git theta merge --strategy slerp --rule 'lm_head.*=ours' tuned",
            "  git theta merge --dry-run --strategy average tuned",
            "  git theta merge --strategy ties:density=0.4 english french german",
            "  git theta merge --try linear --try ties:density=0.4 --eval 'python evaluate.py {}' tuned",
        })
public final class MergeCommand implements Callable<Integer> {
    private final CommandContext context;

    @Mixin
    private StrategyOptions chosen;

    @Option(names = "--dry-run", description = "Only say what would become of each parameter that differs.")
    private boolean dryRun;

    @Option(names = "--no-commit", description = "Merge, but leave the commit to you.")
    private boolean noCommit;

    @Option(names = "--no-ff", description = "Make a merge commit even where the branch could just move.")
    private boolean noFastForward;

    @Option(names = "-m", paramLabel = "MESSAGE", description = "The message of the merge commit.")
    private String message;

    @Option(names = "--try", paramLabel = "S", description = "Merge nothing, but build what this strategy would make.")
    private List<String> tries = new ArrayList<>();

    @Option(
            names = "--eval",
            paramLabel = "COMMAND",
            description = "What to run on each candidate: {} stands for its file, or for the folder of all checkpoints"
                    + " if more than one is merged.")
    private String evaluation;

    @Option(names = "--keep", paramLabel = "FOLDER", description = "Keep the candidates there.")
    private Path keep;

    @Option(names = "--json", description = "With --try: write an array of objects for programs.")
    private boolean isJson;

    @Option(
            names = "--mend",
            description =
                    "Do what the merge driver would have done, after a merge of git's that called none: an octopus,"
                            + " or -s resolve.")
    private boolean mend;

    @Parameters(paramLabel = "BRANCH", description = "What to merge.")
    private List<String> branches = new ArrayList<>();

    /** Takes the world that the command runs in. */
    public MergeCommand(CommandContext context) {
        this.context = context;
    }

    @Override
    public Integer call() throws IOException {
        Worktree worktree = Worktree.of(context);
        // Wrong strategies are said before anything happens.
        Strategies strategies = Strategies.installed();
        chosen.parse(strategies);
        for (String one : tries) {
            strategies.parse(one);
        }
        requireOneUse();
        StrategyChoice choice = StrategyChoice.of(
                context, worktree, chosen.ruleLines(), chosen.strategy().orElse(""));
        if (mend) {
            return (new Mend(context, worktree, choice).run() ? ExitCode.OK : ExitCode.NEGATIVE).number();
        }
        MergeHeads heads = MergeHeads.of(context.git(), branches);
        if (!tries.isEmpty()) {
            return tryAll(
                    new Trials(context, worktree, heads.base(context.git()), heads.withOurs(), chosen.ruleLines()));
        }
        if (heads.names().size() > 1) {
            return merge(
                    new ManyBranches(context, worktree, heads.base(context.git()), heads.withOurs(), choice), heads);
        }
        if (dryRun) {
            return new MergePlan(
                            context,
                            worktree,
                            chosen.ruleLines(),
                            chosen.strategy().orElse(""))
                    .print(heads.names().get(0));
        }
        MovedShards.refuse(context, heads.names().get(0));
        Git git = context.git().with(StrategyChoice.RULES_VARIABLE, chosen.ruleLines());
        return merge(
                chosen.strategy()
                        .map(one -> git.with(StrategyChoice.STRATEGY_VARIABLE, one))
                        .orElse(git),
                heads.names().get(0));
    }

    private void requireOneUse() {
        if (mend && (!branches.isEmpty() || !tries.isEmpty())) {
            throw usage("--mend takes no branch: it mends the merge that was made");
        }
        if (!mend && branches.isEmpty()) {
            throw usage("say what to merge: git theta merge BRANCH");
        }
        if (tries.isEmpty() && (evaluation != null || keep != null || isJson)) {
            throw usage("--eval, --keep and --json belong to --try");
        }
        if (!tries.isEmpty() && (chosen.strategy().isPresent() || dryRun)) {
            throw usage("with --try the strategies are those to try");
        }
        if (!tries.isEmpty() && evaluation == null && keep == null) {
            throw usage("--try needs --eval or --keep: else nobody sees the candidates");
        }
        if (evaluation != null && !evaluation().orElseThrow().hasPlace()) {
            throw usage("the command of --eval has no {}, which stands for the candidate");
        }
    }

    private static CommandException usage(String sentence) {
        return new CommandException(ExitCode.USAGE, sentence);
    }

    private Optional<Evaluation> evaluation() {
        return Optional.ofNullable(evaluation)
                .map(command -> new Evaluation(command, context.directory(), context.environment()));
    }

    private int tryAll(Trials trials) throws IOException {
        List<Trials.Trial> all =
                trials.run(tries, evaluation(), Optional.ofNullable(keep).map(context.directory()::resolve));
        TrialReport report = new TrialReport(context, keep != null);
        if (isJson) {
            report.json(all);
        } else {
            report.print(all);
        }
        boolean failed = all.stream()
                .anyMatch(
                        trial -> trial.run().filter(run -> run.exitCode() != 0).isPresent());
        return (failed ? ExitCode.NEGATIVE : ExitCode.OK).number();
    }

    private int merge(ManyBranches many, MergeHeads heads) throws IOException {
        if (dryRun) {
            return (many.plan() ? ExitCode.OK : ExitCode.NEGATIVE).number();
        }
        for (String branch : heads.names()) {
            MovedShards.refuse(context, branch);
        }
        requireNoMerge(context.git());
        if (noCommit) {
            throw usage(
                    "a merge of several branches is made as a commit or not at all: --no-commit does not go with it");
        }
        String text = message != null ? message : heads.message(context.git());
        return many.commit(many.tree(), text, chosen.trailers());
    }

    private Path requireNoMerge(Git git) throws IOException {
        Path head = path(git, "MERGE_HEAD");
        if (Files.exists(head)) {
            throw new CommandException(
                    ExitCode.ENVIRONMENT, "a merge is going on here: commit it, or 'git merge --abort'");
        }
        return head;
    }

    private int merge(Git git, String branch) throws IOException {
        Path head = requireNoMerge(git);
        List<String> command = new ArrayList<>(List.of("merge", "--no-commit"));
        if (noFastForward) {
            command.add("--no-ff");
        }
        if (message != null) {
            command.addAll(List.of("-m", message));
        }
        command.add(branch);
        context.err().flush();
        int exitCode = git.runAttached(command.toArray(String[]::new));
        if (Files.exists(head)) {
            record(git);
        }
        if (exitCode != 0) {
            return exitCode == 1 ? ExitCode.NEGATIVE.number() : ExitCode.ENVIRONMENT.number();
        }
        // Without MERGE_HEAD the branch was moved, or was here already.
        return noCommit || !Files.exists(head) ? 0 : git.runAttached("commit", "-q", "--no-edit");
    }

    /** Writes strategy and rules into the message that the commit will have. */
    private void record(Git git) throws IOException {
        List<String> command = new ArrayList<>(List.of("interpret-trailers", "--in-place"));
        chosen.trailers()
                .forEach((key, values) ->
                        values.forEach(value -> command.addAll(List.of("--trailer", key + ": " + value))));
        if (command.size() > 2) {
            command.add(path(git, "MERGE_MSG").toString());
            git.run(command.toArray(String[]::new));
        }
    }

    private Path path(Git git, String name) throws IOException {
        byte[] line = git.run("rev-parse", "--git-path", name).bytes();
        return context.directory().resolve(new String(line, StandardCharsets.UTF_8).stripTrailing());
    }
}
