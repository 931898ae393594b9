// SPDX-License-Identifier: Apache-2.0
package org.gittheta.cli.checkout;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.gittheta.cli.CommandContext;
import org.gittheta.cli.CommandException;
import org.gittheta.cli.ExitCode;
import org.gittheta.cli.repository.AtomicFile;
import org.gittheta.cli.repository.BlobContent;
import org.gittheta.cli.repository.BlobReader;
import org.gittheta.cli.repository.GitStatus;
import org.gittheta.cli.repository.OpenRepository;
import org.gittheta.cli.repository.TrackedFile;
import org.gittheta.cli.repository.WorkingFile;
import org.gittheta.cli.repository.Worktree;
import org.gittheta.filter.repository.CheckpointRepository;
import org.gittheta.lfs.LfsSettings;
import org.gittheta.lfs.prune.Copies;
import org.gittheta.storage.index.FreshFile;
import org.gittheta.storage.object.StoredObject;
import org.gittheta.storage.repository.Settings;
import org.gittheta.storage.stub.Stub;

/** Turns checkpoints of a worktree back into stubs, if they can be had again. */
public final class Dematerialiser {
    /** How far a stub is dated back, so that git believes the index's entry. */
    private static final int SECONDS_BACK = 2;

    private final CommandContext context;
    private final Worktree worktree;
    private final CheckpointRepository repository;

    /** Takes the world and the worktree. */
    public Dematerialiser(CommandContext context, Worktree worktree) throws IOException {
        this.context = context;
        this.worktree = worktree;
        this.repository = OpenRepository.of(context);
    }

    /**
     * Says what became of one checkpoint.
     *
     * @param path its path from the top of the worktree
     * @param bytes the length of the file that went
     */
    public record Freed(String path, long bytes) {}

    /** Does it for those of the files that are no stubs yet; all or, if one may not, none. */
    public List<Freed> run(List<TrackedFile> files, boolean isDry) throws IOException {
        Map<String, GitStatus> changed = GitStatus.of(context.git(), List.of());
        List<TrackedFile> whole = new ArrayList<>();
        List<Freed> freed = new ArrayList<>();
        try (BlobReader blobs = new BlobReader(context.git())) {
            for (TrackedFile file : files) {
                Path target = worktree.top().resolve(file.path());
                BlobContent now = WorkingFile.read(target, file.oid().length());
                if (now instanceof BlobContent.Raw raw && blobs.read(file.oid()) instanceof BlobContent.Stubbed stub) {
                    requireUnchanged(file, Optional.ofNullable(changed.get(file.path())));
                    requireCopy(file, stub.stub());
                    whole.add(file);
                    freed.add(new Freed(file.path(), raw.size()));
                }
            }
        }
        if (!isDry) {
            List<FreshFile> fresh = new ArrayList<>();
            for (TrackedFile file : whole) {
                fresh.add(write(file));
            }
            new IndexUpdate(context, worktree).refresh(whole, fresh);
        }
        return freed;
    }

    private void requireUnchanged(TrackedFile file, Optional<GitStatus> status) {
        if (file.stage() != 0
                || status.filter(s -> s.conflict() || s.unstaged() != '.').isPresent()) {
            throw new CommandException(
                    ExitCode.NEGATIVE,
                    worktree.shown(file.path()) + " was changed and is stored nowhere else: 'git add' it first");
        }
    }

    /** Reads back everything that is in the store; what is not has to be on a remote. */
    private void requireCopy(TrackedFile file, Stub stub) throws IOException {
        Set<StoredObject> absent = repository.store().absent(stub.objects());
        if (absent.isEmpty()) {
            repository.localWriter().write(stub, new Nowhere());
            return;
        }
        Path lfs = context.repository().lfs(Settings.read(context.git()).lfsStorage());
        Copies.Answer answer = new Copies(context.git(), lfs, LfsSettings.pointerRef(context.git())).find(absent, true);
        if (!answer.held().containsAll(absent)) {
            throw new CommandException(
                    ExitCode.MISSING_OBJECTS,
                    "neither the store nor a remote has all of " + worktree.shown(file.path())
                            + ", so it stays: 'git theta add' stores it");
        }
    }

    private FreshFile write(TrackedFile file) throws IOException {
        Path target = worktree.top().resolve(file.path());
        FileTime date = FileTime.from(Instant.now().minusSeconds(SECONDS_BACK).truncatedTo(ChronoUnit.SECONDS));
        var mode = Files.getPosixFilePermissions(target);
        byte[] text = context.git().run("cat-file", "blob", file.oid()).bytes();
        AtomicFile.write(target, out -> out.write(text));
        Files.setPosixFilePermissions(target, mode);
        Files.setLastModifiedTime(target, date);
        BasicFileAttributes written = Files.readAttributes(target, BasicFileAttributes.class);
        return new FreshFile(file.path(), file.oid(), target, written.size(), written.lastModifiedTime());
    }

    /** Takes bytes that were only read to see whether they can be. */
    private static final class Nowhere implements WritableByteChannel {
        @Override
        public int write(ByteBuffer source) {
            int length = source.remaining();
            source.position(source.limit());
            return length;
        }

        @Override
        public boolean isOpen() {
            return true;
        }

        @Override
        public void close() {
            // Nothing to close.
        }
    }
}
