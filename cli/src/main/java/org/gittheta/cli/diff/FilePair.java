// SPDX-License-Identifier: Apache-2.0
package org.gittheta.cli.diff;

import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.gittheta.cli.CommandException;
import org.gittheta.cli.ExitCode;
import org.gittheta.filter.diff.CheckpointFile;
import org.gittheta.filter.diff.FileRuns;
import org.gittheta.filter.diff.StubDiffer;
import org.gittheta.filter.format.MalformedCheckpointException;
import org.gittheta.filter.pipeline.Workers;
import org.gittheta.storage.codec.Codecs;
import org.gittheta.storage.digest.Sha256;

/** Compares two files that need be in no repository, and of no one format. */
public final class FilePair {
    private FilePair() {}

    /**
     * Compares.
     *
     * @param directory where the names count from
     * @param words the names of both files
     * @param names which parameters to look at
     * @param wanted whether numbers are wanted, and histograms
     * @return what differs; nothing if nothing does
     * @throws CommandException if there are not two files
     */
    public static List<FileDiff> diff(
            Path directory, List<String> words, Predicate<String> names, DiffReader.Wanted wanted) throws IOException {
        if (words.size() != 2) {
            throw new CommandException(ExitCode.USAGE, "--no-index takes two files");
        }
        Path first = directory.resolve(words.get(0));
        Path second = directory.resolve(words.get(1));
        try (Workers workers = new Workers(Runtime.getRuntime().availableProcessors())) {
            CheckpointFile before = CheckpointFile.read(first, workers);
            CheckpointFile after = CheckpointFile.read(second, workers);
            Map<Sha256, Path> files = new HashMap<>();
            files.put(before.key(), first);
            files.put(after.key(), second);
            StubDiffer differ = new StubDiffer(new FileRuns(files), Codecs.installed(), workers);
            DiffReader.FactSource facts = stub -> stub.equals(before.stub()) ? before.facts() : after.facts();
            DiffReader.Compared compared = DiffReader.compare(
                    new ChangedFile('M', words.get(0), words.get(1), "-", "-"), before.stub(), after.stub(), names);
            FileDiff diff = DiffReader.finish(
                    compared,
                    wanted.isNumbers()
                            ? Optional.of(new DiffReader.Numbers(differ, facts, wanted.isHistograms()))
                            : Optional.empty());
            return diff.isNone() ? List.of() : List.of(diff);
        } catch (MalformedCheckpointException e) {
            throw new CommandException(ExitCode.DATA, e.getMessage());
        }
    }
}
