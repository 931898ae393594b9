// SPDX-License-Identifier: Apache-2.0
package org.gittheta.cli.command;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Predicate;
import org.gittheta.cli.CommandContext;
import org.gittheta.cli.CommandException;
import org.gittheta.cli.ExitCode;
import org.gittheta.cli.OneLine;
import org.gittheta.cli.merge.OpenMerge;
import org.gittheta.cli.merge.Settling;
import org.gittheta.cli.merge.StrategyChoice;
import org.gittheta.cli.repository.OpenRepository;
import org.gittheta.cli.repository.Worktree;
import org.gittheta.filter.merge.MergeDriver;
import org.gittheta.filter.merge.MergeSession;
import org.gittheta.filter.merge.MergedStub;
import org.gittheta.filter.merge.ParameterRules;
import org.gittheta.filter.merge.strategy.ChoosingStrategy;
import org.gittheta.filter.merge.strategy.Side;
import org.gittheta.filter.merge.strategy.Strategies;
import org.gittheta.filter.merge.strategy.StrategySpec;
import org.gittheta.filter.pipeline.Workers;
import org.gittheta.filter.repository.CheckpointRepository;
import org.gittheta.storage.repository.Git;
import org.gittheta.storage.tensor.NameGlob;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Settles conflicts of a merge, all or some, and stages a checkpoint when nothing of it is open. */
@Command(
        name = "resolve",
        description =
                "Settles parameters that both sides of a merge changed, and stages a checkpoint when none is left.",
        mixinStandardHelpOptions = true,
        customSynopsis = "git theta resolve [--strategy S | --ours | --theirs | --base] [--parameters GLOB]"
                + " [--frame SIDE] [--force] [--] [PATHSPEC...]",
        footerHeading = "%nExamples:%n",
        footer = {
            "  git theta resolve --ours --parameters 'lm_head.*'",
            "  git theta resolve --strategy ties:density=0.4 -- model.safetensors",
        })
public final class ResolveCommand implements Callable<Integer> {
    private final CommandContext context;

    @ArgGroup(exclusive = true)
    private How how = new How();

    @Option(
            names = "--parameters",
            paramLabel = "GLOB",
            description = "Only those whose name fits; * stands for any characters, ? for one.")
    private String glob;

    @Option(
            names = "--frame",
            paramLabel = "SIDE",
            description =
                    "Whose bytes around the parameters to take where both sides changed them: ours, theirs, base.")
    private Side frame;

    @Option(names = "--force", description = "Replace working files that were changed since the merge.")
    private boolean force;

    @Parameters(paramLabel = "PATHSPEC", description = "Which files; all that are in conflict without it.")
    private List<String> pathspecs = new ArrayList<>();

    /** Takes the world that the command runs in. */
    public ResolveCommand(CommandContext context) {
        this.context = context;
    }

    /** Holds what is to settle them. */
    static final class How {
        @Option(names = "--strategy", paramLabel = "S", description = "A strategy, as NAME or NAME:OPTION=VALUE,...")
        private String strategy;

        @Option(names = "--ours", description = "Take our version.")
        private boolean ours;

        @Option(names = "--theirs", description = "Take their version.")
        private boolean theirs;

        @Option(names = "--base", description = "Take the common version.")
        private boolean base;

        private Optional<String> text() {
            return Optional.ofNullable(ours ? "ours" : theirs ? "theirs" : base ? "base" : strategy);
        }
    }

    @Override
    public Integer call() throws IOException {
        Worktree worktree = Worktree.of(context);
        Optional<StrategySpec> spec = how.text().isPresent()
                ? Optional.of(Strategies.installed().parse(how.text().get()))
                : Optional.empty();
        List<OpenMerge> merges = OpenMerge.read(context, worktree, pathspecs);
        if (merges.isEmpty()) {
            throw new CommandException(
                    ExitCode.USAGE,
                    pathspecs.isEmpty()
                            ? "no checkpoint is in conflict"
                            : "'" + String.join(" ", pathspecs) + "' matches no checkpoint that is in conflict");
        }
        boolean matched = false;
        boolean left = false;
        try (Workers workers = new Workers(Runtime.getRuntime().availableProcessors())) {
            CheckpointRepository repository = OpenRepository.of(context, workers);
            for (OpenMerge merge : merges) {
                if (merge.key().isEmpty()) {
                    left |= !wholeFile(worktree, merge, spec);
                    matched = true;
                    continue;
                }
                MergeSession session = new MergeSession(() -> repository, workers, merge.path());
                OpenMerge.State state = merge.state(context, session);
                List<MergedStub.Conflict> wanted = wanted(state);
                boolean frameWanted = state.merged().frameOpen() && (frame != null || glob == null);
                matched |= !wanted.isEmpty() || frameWanted || state.merged().isClean();
                ParameterRules rules = rules(worktree, merge, spec);
                left |= !new Settling(context, worktree, repository, session, merge, state)
                        .settle(MergeDriver.plan(wanted, rules), frameSide(rules), force);
            }
        }
        if (!matched) {
            throw new CommandException(ExitCode.USAGE, "'" + glob + "' matches no parameter that is open");
        }
        return (left ? ExitCode.NEGATIVE : ExitCode.OK).number();
    }

    private ParameterRules rules(Worktree worktree, OpenMerge merge, Optional<StrategySpec> spec) throws IOException {
        if (spec.isPresent()) {
            return ParameterRules.all(spec.get());
        }
        ParameterRules chosen = new StrategyChoice(
                        new Git(worktree.top(), context.environment()), worktree.top(), context.environment())
                .of(merge.path());
        if (chosen.rules().isEmpty() && frame == null) {
            throw new CommandException(
                    ExitCode.USAGE, "say how: --ours, --theirs, --base or --strategy (docs/merging.md lists them)");
        }
        return chosen;
    }

    private List<MergedStub.Conflict> wanted(OpenMerge.State state) {
        Predicate<String> names = glob == null ? name -> true : NameGlob.of(glob);
        return state.merged().open().stream()
                .filter(conflict -> names.test(conflict.sides().key().text()))
                .toList();
    }

    /** Returns whose frame to take: as was said, or the side that everything is taken from. */
    private Optional<Side> frameSide(ParameterRules rules) {
        if (frame != null) {
            return Optional.of(frame);
        }
        return glob == null
                        && rules.rules().size() == 1
                        && rules.rules().get(0).spec().strategy() instanceof ChoosingStrategy choice
                ? Optional.of(choice.side())
                : Optional.empty();
    }

    /** Takes a whole file, or its removal, where there is nothing to merge by parameter. */
    private boolean wholeFile(Worktree worktree, OpenMerge merge, Optional<StrategySpec> spec) throws IOException {
        String path = worktree.shown(merge.path());
        Optional<Side> side = spec.filter(one -> one.strategy() instanceof ChoosingStrategy)
                .map(one -> ((ChoosingStrategy) one.strategy()).side())
                .filter(one -> one != Side.BASE);
        if (side.isEmpty() || glob != null) {
            context.err()
                    .println(OneLine.of("git theta: " + path + ": " + merge.wholeFile()
                            + ": it is settled as a whole, with --ours or --theirs"));
            return false;
        }
        merge.takeWhole(context, worktree, side.get());
        return true;
    }
}
