// SPDX-License-Identifier: Apache-2.0
package org.gittheta.cli.command;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.gittheta.cli.CommandContext;
import org.gittheta.cli.CommandException;
import org.gittheta.cli.ExitCode;
import org.gittheta.cli.merge.MergePlan;
import org.gittheta.cli.merge.MovedShards;
import org.gittheta.cli.merge.StrategyChoice;
import org.gittheta.cli.repository.Worktree;
import org.gittheta.filter.merge.ParameterRules;
import org.gittheta.filter.merge.strategy.Strategies;
import org.gittheta.storage.repository.Git;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Runs {@code git merge} with a strategy for what both sides changed, and writes into the commit which one it was. */
@Command(
        name = "merge",
        description = "Merges a branch as 'git merge' does, with a strategy for parameters that both sides changed.",
        mixinStandardHelpOptions = true,
        customSynopsis = "git theta merge [--strategy S] [--rule 'GLOB=S']... [--dry-run] [--no-commit] BRANCH",
        footerHeading = "%nExamples:%n",
        footer = {
            "  git theta merge --strategy ties:density=0.4,lambda=0.9 tuned",
            "  git theta merge --strategy slerp --rule 'lm_head.*=ours' tuned",
            "  git theta merge --dry-run --strategy average tuned",
        })
public final class MergeCommand implements Callable<Integer> {
    private final CommandContext context;

    @Option(names = "--strategy", paramLabel = "S", description = "A strategy, as NAME or NAME:OPTION=VALUE,...")
    private String strategy;

    @Option(
            names = "--rule",
            paramLabel = "GLOB=S",
            description = "The strategy of the parameters whose name fits; the first rule that fits counts.")
    private List<String> rules = new ArrayList<>();

    @Option(names = "--dry-run", description = "Only say what would become of each parameter that differs.")
    private boolean dryRun;

    @Option(names = "--no-commit", description = "Merge, but leave the commit to you.")
    private boolean noCommit;

    @Option(names = "--no-ff", description = "Make a merge commit even where the branch could just move.")
    private boolean noFastForward;

    @Option(names = "-m", paramLabel = "MESSAGE", description = "The message of the merge commit.")
    private String message;

    @Parameters(paramLabel = "BRANCH", arity = "1", description = "What to merge.")
    private String branch;

    /** Takes the world that the command runs in. */
    public MergeCommand(CommandContext context) {
        this.context = context;
    }

    @Override
    public Integer call() throws IOException {
        Worktree worktree = Worktree.of(context);
        // Wrong strategies are said before anything happens.
        Strategies strategies = Strategies.installed();
        String ruleLines = String.join("\n", rules);
        ParameterRules.parse(ruleLines, "--rule", strategies);
        if (strategy != null) {
            strategies.parse(strategy);
        }
        Git git = context.git().with(StrategyChoice.RULES_VARIABLE, ruleLines);
        if (strategy != null) {
            git = git.with(StrategyChoice.STRATEGY_VARIABLE, strategy);
        }
        if (dryRun) {
            return new MergePlan(context, worktree, ruleLines, strategy == null ? "" : strategy).print(branch);
        }
        MovedShards.refuse(context, branch);
        return merge(git);
    }

    private int merge(Git git) throws IOException {
        Path head = path(git, "MERGE_HEAD");
        if (Files.exists(head)) {
            throw new CommandException(
                    ExitCode.ENVIRONMENT, "a merge is going on here: commit it, or 'git merge --abort'");
        }
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
        List<String> trailers = new ArrayList<>(List.of("interpret-trailers", "--in-place"));
        if (strategy != null) {
            trailers.addAll(List.of("--trailer", "Theta-strategy: " + strategy));
        }
        for (String rule : rules) {
            trailers.addAll(List.of("--trailer", "Theta-rule: " + rule));
        }
        if (trailers.size() > 2) {
            trailers.add(path(git, "MERGE_MSG").toString());
            git.run(trailers.toArray(String[]::new));
        }
    }

    private Path path(Git git, String name) throws IOException {
        byte[] line = git.run("rev-parse", "--git-path", name).bytes();
        return context.directory().resolve(new String(line, StandardCharsets.UTF_8).stripTrailing());
    }
}
