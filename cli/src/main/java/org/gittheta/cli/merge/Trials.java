// SPDX-License-Identifier: Apache-2.0
package org.gittheta.cli.merge;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.gittheta.cli.CommandContext;
import org.gittheta.cli.CommandException;
import org.gittheta.cli.ExitCode;
import org.gittheta.cli.repository.BlobContent;
import org.gittheta.cli.repository.BlobReader;
import org.gittheta.cli.repository.OpenRepository;
import org.gittheta.cli.repository.Worktree;
import org.gittheta.filter.merge.FileMerge;
import org.gittheta.filter.merge.ManyWayMerge;
import org.gittheta.filter.pipeline.Workers;
import org.gittheta.filter.repository.CheckpointRepository;
import org.gittheta.storage.object.TemporaryFiles;
import org.gittheta.storage.stub.Stub;

/**
 * Builds what a merge would make with several strategies, one after the other, and has a command look at each. Nothing of
 * it enters the repository.
 *
 * @param context the world of the command
 * @param worktree the worktree
 * @param base the commit that all sides come from
 * @param sides the commits, ours first
 * @param rules what counts before the strategies, one a line
 */
public record Trials(CommandContext context, Worktree worktree, String base, List<String> sides, String rules) {
    /** Copies the list. */
    public Trials {
        sides = List.copyOf(sides);
    }

    /**
     * Says what came of one strategy.
     *
     * @param strategy the strategy, as it was given
     * @param open the number of parameters that it left open, which are ours in the candidate
     * @param refused why, one sentence for each
     * @param candidate the file, or the folder of all files; gone unless it was to be kept
     * @param run what the command said, if there is one
     */
    public record Trial(
            String strategy, int open, List<String> refused, Path candidate, Optional<Evaluation.Run> run) {}

    /**
     * Tries strategies.
     *
     * @param keep where candidates stay, each in a folder of its own
     */
    public List<Trial> run(List<String> strategies, Optional<Evaluation> evaluation, Optional<Path> keep)
            throws IOException {
        try (Workers workers = new Workers(Runtime.getRuntime().availableProcessors());
                BlobReader blobs = new BlobReader(context.git())) {
            CheckpointRepository repository = OpenRepository.of(context, workers);
            List<MergeSides> files = MergeSides.read(context.git(), worktree, base, sides);
            if (files.stream().noneMatch(MergeSides::isMerged)) {
                throw new CommandException(
                        ExitCode.NEGATIVE, "there is nothing to try: no checkpoint was changed on several sides");
            }
            Path work = repository.store().temporary().createFolder("try");
            try {
                List<Trial> trials = new ArrayList<>();
                for (String strategy : strategies) {
                    Path folder = keep.isPresent()
                            ? made(keep.get().resolve(folderName(strategy)))
                            : Files.createDirectory(work.resolve("candidate"));
                    Path scratch = Files.createDirectory(work.resolve("scratch"));
                    Trial built =
                            build(strategy, files, blobs, new FileMerge(scratch, repository.source(), workers), folder);
                    TemporaryFiles.deleteTree(scratch);
                    trials.add(
                            evaluation.isEmpty()
                                    ? built
                                    : new Trial(
                                            strategy,
                                            built.open(),
                                            built.refused(),
                                            built.candidate(),
                                            Optional.of(evaluation.get().of(built.candidate()))));
                    if (keep.isEmpty()) {
                        TemporaryFiles.deleteTree(folder);
                    }
                }
                return trials;
            } finally {
                TemporaryFiles.deleteTree(work);
            }
        }
    }

    private static Path made(Path folder) throws IOException {
        Files.createDirectories(folder.getParent());
        try {
            return Files.createDirectory(folder);
        } catch (FileAlreadyExistsException e) {
            throw new CommandException(ExitCode.USAGE, folder + " is there already: give --keep another folder");
        }
    }

    private static String folderName(String strategy) {
        return strategy.replaceAll("[^A-Za-z0-9._=,-]", "_");
    }

    private Trial build(String strategy, List<MergeSides> files, BlobReader blobs, FileMerge engine, Path folder)
            throws IOException {
        Map<String, Stub> results = new TreeMap<>();
        List<String> refused = new ArrayList<>();
        int open = 0;
        StrategyChoice choice = StrategyChoice.of(context, worktree, rules, strategy);
        boolean isOne = files.stream().filter(MergeSides::isMerged).count() == 1;
        for (MergeSides file : files) {
            if (file.isMerged()) {
                ManyWayMerge.Result result = engine.merge(file.merge(blobs), choice.of(file.path()));
                open += result.merged().open().size() + (result.merged().frameOpen() ? 1 : 0);
                result.refused().values().forEach(reason -> refused.add(file.path() + ": " + reason));
                results.put(file.path(), result.merged().stub());
            } else if (!isOne
                    && file.taken().isPresent()
                    && blobs.read(file.taken().get().oid()) instanceof BlobContent.Stubbed stubbed) {
                results.put(file.path(), stubbed.stub());
            }
        }
        Path candidate = folder;
        for (Map.Entry<String, Stub> result : results.entrySet()) {
            // A path of git's has neither .. nor a beginning that leads out.
            Path file = folder.resolve(isOne ? Path.of(result.getKey()).getFileName() : Path.of(result.getKey()));
            Files.createDirectories(file.getParent());
            try (FileChannel out = FileChannel.open(file, StandardOpenOption.WRITE, StandardOpenOption.CREATE_NEW)) {
                engine.write(result.getValue(), out);
            }
            candidate = isOne ? file : folder;
        }
        return new Trial(strategy, open, refused, candidate, Optional.empty());
    }
}
