// SPDX-License-Identifier: Apache-2.0
package org.gittheta.cli.repository;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.gittheta.cli.CommandContext;
import org.gittheta.cli.CommandException;
import org.gittheta.cli.ExitCode;
import org.gittheta.cli.OneLine;
import org.gittheta.filter.format.MalformedCheckpointException;
import org.gittheta.filter.shards.ShardIndex;
import org.gittheta.filter.shards.ShardName;
import org.gittheta.filter.shards.ShardedModel;
import org.gittheta.storage.repository.Git;
import org.gittheta.storage.stub.Stub;

/** Reads a model in several files as one stub, named by its index or by the folder that holds it. */
final class ShardedAt {
    private final CommandContext context;
    private final Git git;
    private final String revision;
    private final String path;

    private ShardedAt(CommandContext context, String revision, String path) {
        this.context = context;
        this.git = context.git();
        this.revision = revision;
        this.path = path;
    }

    /** Reads the model that {@code REV:PATH} names; nothing if it names neither an index nor a folder. */
    static Optional<Stub> read(CommandContext context, String name) throws IOException {
        int colon = name.indexOf(':');
        String path = name.substring(colon + 1);
        // The index as a tree has folders, too; with conflicts it has none, and single files are named otherwise.
        Git.Output tree = colon == 0 ? context.git().attempt(new byte[0], "write-tree") : null;
        if (tree != null && tree.exitCode() != 0) {
            return Optional.empty();
        }
        return new ShardedAt(context, tree == null ? name.substring(0, colon) : tree.line(), path).read();
    }

    private Optional<Stub> read() throws IOException {
        Git.Output type = git.attempt(new byte[0], "cat-file", "-t", revision + ":" + path);
        if (type.exitCode() != 0) {
            return Optional.empty();
        }
        if (type.line().equals("tree")) {
            return Optional.of(ofFolder());
        }
        return ShardName.ofIndex(path).isPresent() ? Optional.of(ofIndex(path)) : Optional.empty();
    }

    private Stub ofFolder() throws IOException {
        String folder = path.isEmpty() || path.endsWith("/") ? path : path + "/";
        SortedSet<String> models = new TreeSet<>();
        List<String> names =
                git.run("ls-tree", "-z", "--name-only", revision + ":" + path).parts();
        for (String name : names) {
            ShardName.of(name).ifPresent(shard -> models.add(shard.index()));
            if (ShardName.ofIndex(name).isPresent()) {
                models.add(name);
            }
        }
        if (models.size() != 1) {
            throw new CommandException(
                    ExitCode.USAGE,
                    models.isEmpty()
                            ? "the folder '" + path + "' holds no model in several files: name a file in it"
                            : "the folder '" + path + "' holds several models: name one by its index, such as "
                                    + OneLine.of(folder + models.first()));
        }
        if (names.contains(models.first())) {
            return ofIndex(folder + models.first());
        }
        Set<String> shards = new TreeSet<>(names);
        shards.removeIf(name -> ShardName.of(name).isEmpty());
        return ShardedModel.of(stubs(folder, shards));
    }

    private Stub ofIndex(String file) throws IOException {
        String folder = file.substring(0, file.lastIndexOf('/') + 1);
        ShardIndex index;
        try {
            index = ShardIndex.read(
                    git.run("cat-file", "blob", revision + ":" + file).bytes());
        } catch (MalformedCheckpointException e) {
            throw new CommandException(ExitCode.DATA, OneLine.of(file) + ": " + e.getMessage());
        }
        SortedMap<String, Stub> stubs = stubs(folder, index.shards());
        SortedSet<String> missing = ShardedModel.missing(index, stubs);
        if (!missing.isEmpty()) {
            context.err()
                    .println(OneLine.of("git theta: the index names tensors that its files do not have: "
                            + missing.first()
                            + (missing.size() > 1 ? " and " + (missing.size() - 1) + " more" : "")));
        }
        return ShardedModel.of(stubs);
    }

    private SortedMap<String, Stub> stubs(String folder, Set<String> names) throws IOException {
        SortedMap<String, Stub> stubs = new TreeMap<>();
        List<String> others = new ArrayList<>();
        try (BlobReader blobs = new BlobReader(git)) {
            for (String name : names) {
                Git.Output oid =
                        git.attempt(new byte[0], "rev-parse", "--verify", "--quiet", revision + ":" + folder + name);
                if (oid.exitCode() == 0 && blobs.read(oid.line()) instanceof BlobContent.Stubbed stubbed) {
                    stubs.put(name, stubbed.stub());
                } else {
                    others.add(name);
                }
            }
        }
        if (!others.isEmpty()) {
            throw new CommandException(
                    ExitCode.USAGE,
                    "the model's file '" + OneLine.of(folder + others.get(0))
                            + "' is no checkpoint that git theta stored");
        }
        if (stubs.isEmpty()) {
            throw new CommandException(ExitCode.USAGE, "the index '" + path + "' names no file");
        }
        return stubs;
    }
}
