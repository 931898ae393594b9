// SPDX-License-Identifier: Apache-2.0
package org.gittheta.cli.fsck;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.gittheta.cli.CommandContext;
import org.gittheta.cli.progress.ByteProgress;
import org.gittheta.cli.repository.OpenRepository;
import org.gittheta.cli.repository.TrackedFiles;
import org.gittheta.filter.pipeline.Workers;
import org.gittheta.filter.repository.CheckpointRepository;
import org.gittheta.filter.smudge.ContentCheck;
import org.gittheta.lfs.history.FoundStub;
import org.gittheta.lfs.history.Reachable;
import org.gittheta.lfs.history.StubVisitor;
import org.gittheta.lfs.history.StubWalk;
import org.gittheta.lfs.remote.RemoteObjects;
import org.gittheta.storage.object.StoredObject;
import org.gittheta.storage.repository.Git;

/** Looks at stubs, their objects and their remote, and says what is wrong with them. */
public final class Fsck {
    private final CommandContext context;
    private final Git git;
    private final Scope scope;

    /**
     * Says what to look at.
     *
     * @param stubs whether to look for damaged stubs and checkpoints without a stub
     * @param objects whether to read the objects
     * @param remote a remote to ask, if any
     * @param revisions commits, whose files are looked at, and ranges; empty for everything that can be reached
     */
    public record Scope(boolean stubs, boolean objects, Optional<String> remote, List<String> revisions) {}

    /**
     * Says what was found.
     *
     * @param stubs the number of stubs
     * @param objects the objects that they name
     * @param away the number of objects that are not here, but on the remote that was asked
     * @param faults what is wrong
     */
    public record Result(long stubs, Set<StoredObject> objects, long away, List<LocatedFault> faults) {}

    /** Takes the world of the command and what to look at. */
    public Fsck(CommandContext context, Scope scope) {
        this.context = context;
        this.git = context.git();
        this.scope = scope;
    }

    /** Looks. */
    public Result run() throws IOException {
        ByteProgress progress = new ByteProgress(context, false);
        String prefix = git.attempt(new byte[0], "rev-parse", "--show-prefix").line();
        try (Workers workers = new Workers(Runtime.getRuntime().availableProcessors())) {
            CheckpointRepository repository = OpenRepository.of(context, workers);
            List<Fault> faults = new ArrayList<>();
            StubScan scan;
            try (ContentCheck frames = new ContentCheck(repository.store(), repository.codecs(), workers)) {
                scan = new StubScan(
                        new TrackedFiles(git, prefix), scope.objects() ? Optional.of(frames) : Optional.empty());
                for (List<String> revisions : walks()) {
                    new StubWalk(git).reachable(revisions, scan);
                }
            }
            if (scope.objects()) {
                faults.addAll(new ObjectCheck(repository.store(), repository.codecs(), workers, progress).run(scan));
            } else {
                faults.addAll(scan.faults());
            }
            long away = askRemote(scan, faults);
            faults.removeIf(fault -> fault.kind() == Fault.Kind.STUB && !scope.stubs());
            return new Result(scan.stubs(), scan.objects().keySet(), away, located(scan, faults));
        }
    }

    private List<List<String>> walks() throws IOException {
        if (scope.revisions().isEmpty()) {
            return List.of(Reachable.revisions(git, context.repository().commonDirectory()));
        }
        List<List<String>> walks = new ArrayList<>();
        for (String revision : scope.revisions()) {
            walks.add(revision.contains("..") ? List.of(revision) : List.of("--no-walk", revision));
        }
        return walks;
    }

    /** Asks the remote for what was pushed to it, or for what the revisions need. */
    private long askRemote(StubScan scan, List<Fault> faults) throws IOException {
        if (scope.remote().isEmpty()) {
            return 0;
        }
        String remote = scope.remote().get();
        Map<StoredObject, Fault.User> asked = scope.revisions().isEmpty() ? pushedTo(remote) : scan.objects();
        Map<StoredObject, Fault.User> all = new LinkedHashMap<>(asked);
        faults.stream()
                .filter(fault -> fault.kind() == Fault.Kind.MISSING)
                .forEach(fault -> all.putIfAbsent(fault.object().get(), fault.user()));
        Set<StoredObject> held = new RemoteObjects(git).held(remote, all.keySet());
        long before = faults.size();
        faults.removeIf(fault -> fault.kind() == Fault.Kind.MISSING
                && held.contains(fault.object().get()));
        long away = before - faults.size();
        asked.forEach((object, user) -> {
            if (!held.contains(object)) {
                faults.add(new Fault(Fault.Kind.REMOTE, user, Optional.of(object), remote + " does not have it"));
            }
        });
        return away;
    }

    private Map<StoredObject, Fault.User> pushedTo(String remote) throws IOException {
        Map<StoredObject, Fault.User> pushed = new LinkedHashMap<>();
        new StubWalk(git).reachable(List.of("--remotes=" + remote), new StubVisitor() {
            @Override
            public void visit(FoundStub found) {
                for (StoredObject object : found.stub().objects()) {
                    pushed.computeIfAbsent(
                            object,
                            key -> new Fault.User(
                                    found.blob(),
                                    found.path(),
                                    found.stub().userOf(key.oid()).orElse("")));
                }
            }

            @Override
            public void damaged(String blob, String path, String reason) {
                // Said of the stub.
            }
        });
        return pushed;
    }

    /** Finds the commits of the faults, and among the blobs without a stub those whose commit asks for one. */
    private List<LocatedFault> located(StubScan scan, List<Fault> faults) throws IOException {
        List<Fault.User> raw = scope.stubs() ? scan.raw() : List.of();
        List<String> paths = Stream.concat(faults.stream().map(Fault::user), raw.stream())
                .map(Fault.User::path)
                .toList();
        List<String> history = scope.revisions().isEmpty()
                ? List.of("--exclude=refs/theta/*", "--all", "--reflog")
                : scope.revisions();
        BlobCommits commits = BlobCommits.of(git, history, paths);
        List<LocatedFault> located = new ArrayList<>();
        for (Fault fault : faults) {
            located.add(LocatedFault.of(fault, commits.of(fault.user()), scope.remote()));
        }
        for (Fault.User user : raw) {
            Optional<String> commit = commits.of(user);
            if (commit.isEmpty() || isTracked(user.path(), commit.get())) {
                Fault fault = new Fault(
                        Fault.Kind.RAW, user, Optional.empty(), "it was added without git theta's filter, as it is");
                located.add(LocatedFault.of(fault, commit, scope.remote()));
            }
        }
        return located;
    }

    private boolean isTracked(String path, String commit) throws IOException {
        return !new TrackedFiles(git, "")
                .inTree(commit, List.of(":(top,literal)" + path))
                .checkpoints()
                .isEmpty();
    }
}
