// SPDX-License-Identifier: Apache-2.0
package org.gittheta.cli.migrate;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashMap;
import java.util.Map;
import org.gittheta.cli.CommandException;
import org.gittheta.cli.ExitCode;
import org.gittheta.filter.repository.CheckpointRepository;
import org.gittheta.lfs.pointer.Pointer;
import org.gittheta.storage.digest.Sha256Digest;
import org.gittheta.storage.object.MissingObjectsException;
import org.gittheta.storage.object.StoredObject;
import org.gittheta.storage.stub.Stub;
import org.gittheta.storage.stub.StubFormat;
import org.gittheta.storage.stub.StubFormatException;

/** Makes plain files of stubs, or Git LFS pointers. */
final class ExportConverter implements Converter {
    private final ObjectReader reader;
    private final NewObjects objects;
    private final CheckpointRepository repository;
    private final boolean makesPointers;
    private final Map<StoredObject, String> missing = new HashMap<>();

    ExportConverter(ObjectReader reader, NewObjects objects, CheckpointRepository repository, boolean makesPointers) {
        this.reader = reader;
        this.objects = objects;
        this.repository = repository;
        this.makesPointers = makesPointers;
    }

    @Override
    public Verdict look(String path, ObjectReader.Head blob) throws IOException {
        if (!BlobForm.isStub(reader, blob)) {
            return Verdict.LEAVE;
        }
        Stub stub = stub(path, blob);
        repository.store().absent(stub.objects()).forEach(object -> missing.putIfAbsent(object, path));
        return Verdict.CONVERT;
    }

    private Stub stub(String path, ObjectReader.Head blob) throws IOException {
        try {
            return StubFormat.read(reader.read(blob.id(), "blob"));
        } catch (StubFormatException e) {
            throw new StubFormatException("the stub of " + path + " (blob " + blob.id() + "): " + e.getMessage());
        }
    }

    @Override
    public void fetch() throws IOException {
        try {
            repository.source().require(missing.keySet());
        } catch (MissingObjectsException e) {
            String path = missing.entrySet().stream()
                    .filter(entry -> entry.getKey().oid().equals(e.missing().get(0)))
                    .map(Map.Entry::getValue)
                    .findFirst()
                    .orElseThrow();
            throw new CommandException(
                    ExitCode.MISSING_OBJECTS,
                    "a version of " + path + " cannot be written: " + e.getMessage() + "; nothing was changed");
        }
    }

    @Override
    public Converted convert(String path, ObjectReader.Head blob) throws IOException {
        Path file = repository.store().temporary().create("export");
        try {
            try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
                repository.writer().write(stub(path, blob), channel);
                if (makesPointers) {
                    channel.force(false);
                }
            }
            long size = Files.size(file);
            if (!makesPointers) {
                return new Converted(objects.addBlob(file), size);
            }
            StoredObject object = new StoredObject(Sha256Digest.ofFile(file), size);
            repository.store().giveToGitLfs(file, object);
            return new Converted(objects.add(NewObjects.Kind.BLOB, Pointer.of(object)), size);
        } catch (StubFormatException e) {
            throw new StubFormatException("the stub of " + path + " (blob " + blob.id() + "): " + e.getMessage());
        } finally {
            Files.deleteIfExists(file);
        }
    }
}
