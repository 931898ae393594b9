// SPDX-License-Identifier: Apache-2.0
package org.gittheta.cli.update;

import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.gittheta.cli.CommandContext;
import org.gittheta.cli.CommandException;
import org.gittheta.cli.ExitCode;
import org.gittheta.cli.checkout.NewVersion;
import org.gittheta.cli.repository.OpenRepository;
import org.gittheta.cli.repository.Sizes;
import org.gittheta.cli.repository.StubAt;
import org.gittheta.cli.repository.TrackedFile;
import org.gittheta.cli.repository.TrackedFiles;
import org.gittheta.cli.repository.Worktree;
import org.gittheta.filter.clean.ParameterAdder;
import org.gittheta.filter.merge.compute.Room;
import org.gittheta.filter.merge.compute.TensorMerger;
import org.gittheta.filter.pipeline.Workers;
import org.gittheta.filter.repository.CheckpointRepository;
import org.gittheta.filter.update.CheckpointUpdate;
import org.gittheta.filter.update.UpdateFile;
import org.gittheta.filter.update.UpdateTypes;
import org.gittheta.storage.object.StoredObject;
import org.gittheta.storage.stub.ParameterEntry;
import org.gittheta.storage.stub.Stub;
import org.gittheta.storage.stub.StubFormat;

/**
 * Applies an update file to the committed version of a checkpoint, writes the result to the working file and stages it.
 *
 * @param context the world of the command
 * @param worktree the worktree
 */
public record UpdatedFile(CommandContext context, Worktree worktree) {
    /**
     * Does so, and says what was stored.
     *
     * @param path the checkpoint, as it was typed
     * @param type the name of the update's type
     * @param update the update file
     */
    public void write(String path, String type, Path update) throws IOException {
        TrackedFiles tracked = new TrackedFiles(context.git(), worktree.prefix());
        List<TrackedFile> files = tracked.inIndex(List.of(":(literal)" + path)).checkpoints();
        if (files.size() != 1) {
            throw new CommandException(
                    ExitCode.USAGE, "'" + path + "' is no checkpoint that git theta tracks and git has");
        }
        TrackedFile file = files.get(0);
        Stub committed = StubAt.read(context, "HEAD:" + file.path());
        if (!context.git()
                .run("status", "--porcelain", "-z", "--", ":(top,literal)" + file.path())
                .parts()
                .isEmpty()) {
            throw new CommandException(
                    ExitCode.NEGATIVE,
                    "'" + path + "' has changes that are not committed, which the update would replace: commit them, or"
                            + " 'git checkout HEAD -- " + path + "' drops them");
        }
        try (Workers workers = new Workers(Runtime.getRuntime().availableProcessors())) {
            CheckpointUpdate change =
                    new CheckpointUpdate(committed, UpdateTypes.named(type), UpdateFile.read(update, workers));
            CheckpointRepository repository = OpenRepository.of(context, workers);
            repository.source().require(objects(change));
            ParameterAdder adder = repository.adder(file.path());
            Stub updated = change.apply(
                    new TensorMerger(
                            repository.store(),
                            repository.codecs(),
                            workers,
                            Room.usual(repository.store().temporary()),
                            adder),
                    adder);
            String oid = context.git()
                    .run(StubFormat.write(updated), "hash-object", "-w", "--stdin")
                    .line();
            new NewVersion(context, worktree, repository)
                    .write(new TrackedFile(file.path(), file.mode(), oid, 0, false), true);
            context.out().println(worktree.shown(file.path()) + ": " + sentence(change, updated));
        }
    }

    private static Set<StoredObject> objects(CheckpointUpdate change) {
        Set<StoredObject> objects = new LinkedHashSet<>();
        change.parameters()
                .forEach(parameter -> parameter.encoding().allSlices().forEach(slice -> objects.add(slice.object())));
        return objects;
    }

    /** Says how many parameters were updated, and as what they are stored. */
    private static String sentence(CheckpointUpdate change, Stub updated) {
        Map<String, Integer> codecs = new TreeMap<>();
        long raw = 0;
        long stored = 0;
        for (ParameterEntry before : change.parameters()) {
            ParameterEntry now = (ParameterEntry) updated.tensor(before.name()).orElseThrow();
            boolean isSame = now.sha256().equals(before.sha256());
            codecs.merge(isSame ? "unchanged" : now.encoding().codec(), 1, Integer::sum);
            raw += now.size();
            stored += isSame ? 0 : now.encoding().payloadSize();
        }
        return Sizes.count(change.parameters().size(), "parameter") + " updated, " + Sizes.of(raw) + " as "
                + Sizes.of(stored) + " ("
                + codecs.entrySet().stream()
                        .map(codec -> codec.getValue() + " " + codec.getKey())
                        .collect(Collectors.joining(", "))
                + ")";
    }
}
