// SPDX-License-Identifier: Apache-2.0
package org.gittheta.cli.migrate;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.gittheta.cli.CommandContext;
import org.gittheta.cli.CommandException;
import org.gittheta.cli.ExitCode;
import org.gittheta.cli.OneLine;
import org.gittheta.filter.clean.CheckpointCleaner;
import org.gittheta.filter.repository.CheckpointRepository;
import org.gittheta.lfs.fetch.Download;
import org.gittheta.lfs.fetch.Remotes;
import org.gittheta.lfs.pointer.Pointer;
import org.gittheta.storage.digest.Sha256Digest;
import org.gittheta.storage.object.StoredObject;
import org.gittheta.storage.stub.StubFormatException;

/** Makes stubs of Git LFS pointers, and of plain files where they were asked for. */
final class ImportConverter implements Converter {
    private final CommandContext context;
    private final ObjectReader reader;
    private final NewObjects objects;
    private final CheckpointRepository repository;
    private final boolean takesPlainFiles;
    private final Map<String, StoredObject> pointers = new HashMap<>();
    private final Map<StoredObject, String> paths = new LinkedHashMap<>();

    ImportConverter(
            CommandContext context,
            ObjectReader reader,
            NewObjects objects,
            CheckpointRepository repository,
            boolean takesPlainFiles) {
        this.context = context;
        this.reader = reader;
        this.objects = objects;
        this.repository = repository;
        this.takesPlainFiles = takesPlainFiles;
    }

    @Override
    public Verdict look(String path, ObjectReader.Head blob) throws IOException {
        if (blob.size() == 0) {
            return Verdict.LEAVE;
        }
        if (blob.size() < Pointer.LARGEST_BYTES) {
            byte[] text = reader.read(blob.id(), "blob");
            Optional<StoredObject> pointer = Pointer.parse(text);
            if (pointer.isPresent()) {
                pointers.put(blob.id(), pointer.get());
                paths.putIfAbsent(pointer.get(), path);
                return Verdict.CONVERT;
            }
            refuseOddPointer(path, text);
        }
        if (!takesPlainFiles) {
            return Verdict.LEAVE;
        }
        return BlobForm.isStub(reader, blob) ? Verdict.DONE : Verdict.CONVERT;
    }

    /** A pointer with extensions, or of an older version, stands for bytes that only git-lfs can make. */
    private static void refuseOddPointer(String path, byte[] text) {
        String start = new String(text, StandardCharsets.ISO_8859_1);
        if (start.startsWith("version https://git-lfs.github.com/spec/")
                || start.startsWith("version http://git-media")) {
            throw new CommandException(
                    ExitCode.DATA,
                    "a version of " + path + " is a Git LFS pointer in a form that only git-lfs reads: add --exclude '"
                            + path + "'");
        }
    }

    @Override
    public void fetch() throws IOException {
        Set<StoredObject> missing = repository.store().missing(paths.keySet());
        if (missing.isEmpty()) {
            return;
        }
        Download download = new Download(
                context.git(), repository.store(), context.terminal().err());
        Download.Result result = download.fetchForGitLfs(Remotes.inOrder(context.git()), missing);
        if (!result.missing().isEmpty()) {
            StoredObject first = result.missing().iterator().next();
            int more = result.missing().size() - 1;
            throw new CommandException(
                    ExitCode.MISSING_OBJECTS,
                    "the Git LFS object " + first.oid() + " of " + paths.get(first)
                            + (more == 0 ? "" : ", and " + more + " more,") + " could not be fetched: "
                            + result.reason() + "; nothing was changed");
        }
    }

    @Override
    public Converted convert(String path, ObjectReader.Head blob) throws IOException {
        StoredObject object = pointers.get(blob.id());
        try {
            CheckpointCleaner.Result result = object == null
                    ? reader.readBlob(blob.id(), content -> clean(path, content, Optional.empty()))
                    : cleanObject(path, object);
            result.warning()
                    .ifPresent(sentence -> context.err().println(OneLine.of("git theta: " + path + ": " + sentence)));
            return new Converted(
                    objects.add(NewObjects.Kind.BLOB, result.text()), object == null ? blob.size() : object.size());
        } catch (StubFormatException e) {
            throw new StubFormatException("a version of " + path + ": " + e.getMessage());
        }
    }

    private CheckpointCleaner.Result clean(String path, InputStream content, Optional<Path> file) throws IOException {
        return repository.cleaner().clean(content, repository.knownFor(path), file);
    }

    private CheckpointCleaner.Result cleanObject(String path, StoredObject object) throws IOException {
        Sha256Digest digest = new Sha256Digest();
        CheckpointCleaner.Result result;
        try (InputStream file = new BufferedInputStream(
                Channels.newInputStream(repository.store().open(object.oid(), object.size())), 1 << 16)) {
            result = clean(
                    path, new SummedInput(file, digest), repository.store().file(object));
        }
        if (!digest.finish().equals(object.oid())) {
            throw new CommandException(
                    ExitCode.DATA,
                    "the Git LFS object " + object.oid() + " of " + path
                            + " is damaged here: delete it, run 'git lfs fetch --all', and try again");
        }
        return result;
    }
}
