// SPDX-License-Identifier: Apache-2.0
package org.gittheta.cli.command;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.gittheta.cli.CommandContext;
import org.gittheta.cli.CommandException;
import org.gittheta.cli.ExitCode;
import org.gittheta.cli.merge.ConflictNumbers;
import org.gittheta.cli.merge.OpenMerge;
import org.gittheta.cli.merge.SettledFile;
import org.gittheta.cli.merge.Settling;
import org.gittheta.cli.mergetool.Console;
import org.gittheta.cli.mergetool.MergeTool;
import org.gittheta.cli.repository.OpenRepository;
import org.gittheta.cli.repository.Worktree;
import org.gittheta.filter.diff.StubDiffer;
import org.gittheta.filter.merge.MergeSession;
import org.gittheta.filter.merge.strategy.Side;
import org.gittheta.filter.pipeline.Workers;
import org.gittheta.filter.repository.CheckpointRepository;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Asks a person how to settle what is open of a merge, and does it. */
@Command(
        name = "mergetool",
        description = "Asks for each parameter, or group of them, that both sides of a merge changed, how to settle it,"
                + " with the numbers of both; nothing is changed before the last answer.",
        mixinStandardHelpOptions = true,
        customSynopsis = "git theta mergetool [--] [PATHSPEC...]",
        footerHeading = "%nExamples:%n",
        footer = {"  git theta mergetool", "  git theta mergetool model.safetensors"})
public final class MergetoolCommand implements Callable<Integer> {
    private final CommandContext context;

    @Parameters(paramLabel = "PATHSPEC", description = "Which files; all that are in conflict without it.")
    private List<String> pathspecs = new ArrayList<>();

    /** Takes the world that the command runs in. */
    public MergetoolCommand(CommandContext context) {
        this.context = context;
    }

    /** Is a file that is asked for; nothing for one that is open as a whole. */
    private record Asked(OpenMerge merge, Optional<Settling> settling) {}

    @Override
    public Integer call() throws IOException {
        Worktree worktree = Worktree.of(context);
        List<OpenMerge> merges = OpenMerge.read(context, worktree, pathspecs);
        if (merges.isEmpty()) {
            throw new CommandException(
                    ExitCode.USAGE,
                    pathspecs.isEmpty()
                            ? "no checkpoint is in conflict"
                            : "'" + String.join(" ", pathspecs) + "' matches no checkpoint that is in conflict");
        }
        try (Workers workers = new Workers(Runtime.getRuntime().availableProcessors())) {
            CheckpointRepository repository = OpenRepository.of(context, workers);
            ConflictNumbers numbers = new ConflictNumbers(
                    new StubDiffer(repository.source(), repository.codecs(), workers), Long.MAX_VALUE);
            MergeTool tool = new MergeTool((state, conflict) ->
                    ConflictReport.type(conflict) + "  " + ConflictReport.text(numbers.of(state, conflict)));
            List<Asked> asked = new ArrayList<>();
            for (OpenMerge merge : merges) {
                asked.add(new Asked(merge, settling(worktree, repository, workers, merge, tool)));
            }
            Optional<List<MergeTool.Answers>> answers = tool.ask(new Console(context.in(), context.out()));
            if (answers.isEmpty()) {
                context.err().println("Nothing is settled.");
                return ExitCode.NEGATIVE.number();
            }
            boolean left = false;
            for (int i = 0; i < asked.size(); i++) {
                left |= !settle(worktree, asked.get(i), answers.get().get(i));
            }
            return (left ? ExitCode.NEGATIVE : ExitCode.OK).number();
        }
    }

    private Optional<Settling> settling(
            Worktree worktree, CheckpointRepository repository, Workers workers, OpenMerge merge, MergeTool tool)
            throws IOException {
        String path = worktree.shown(merge.path());
        if (merge.key().isEmpty()) {
            tool.addWhole(path, merge.wholeFile());
            return Optional.empty();
        }
        MergeSession session = new MergeSession(() -> repository, workers, merge.path());
        OpenMerge.State state = merge.state(context, session);
        // Said before the first question, and looked at again before the file is replaced.
        new SettledFile(context, worktree, repository, merge)
                .requireUntouched(state.merged().stub());
        tool.add(path, state);
        return Optional.of(new Settling(context, worktree, repository, session, merge, state));
    }

    /** Does what was answered and returns whether nothing is left. */
    private boolean settle(Worktree worktree, Asked asked, MergeTool.Answers answers) throws IOException {
        if (asked.settling().isPresent()) {
            Settling settling = asked.settling().get();
            boolean isNothing = answers.parameters().isEmpty() && answers.file().isEmpty();
            if (isNothing && !settling.state().merged().isClean()) {
                return false;
            }
            return settling.settle(answers.parameters(), answers.file(), false);
        }
        Optional<Side> side = answers.file().filter(one -> one != Side.BASE);
        if (side.isPresent()) {
            asked.merge().takeWhole(context, worktree, side.get());
        }
        return side.isPresent();
    }
}
