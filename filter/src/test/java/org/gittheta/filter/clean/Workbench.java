// SPDX-License-Identifier: Apache-2.0
package org.gittheta.filter.clean;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.gittheta.filter.export.CheckpointExport;
import org.gittheta.filter.export.ExportFormat;
import org.gittheta.filter.format.Formats;
import org.gittheta.filter.merge.compute.Room;
import org.gittheta.filter.merge.compute.TensorMerger;
import org.gittheta.filter.pipeline.Workers;
import org.gittheta.filter.smudge.CheckpointWriter;
import org.gittheta.filter.update.CheckpointUpdate;
import org.gittheta.filter.update.UpdateFile;
import org.gittheta.filter.update.UpdateTypes;
import org.gittheta.storage.codec.Codecs;
import org.gittheta.storage.digest.Sha256;
import org.gittheta.storage.memo.ContentMemo;
import org.gittheta.storage.object.FileObjectStore;
import org.gittheta.storage.object.ObjectStore;
import org.gittheta.storage.object.Slice;
import org.gittheta.storage.stub.Encoding;
import org.gittheta.storage.stub.ParameterEntry;
import org.gittheta.storage.stub.Stub;
import org.gittheta.storage.stub.StubFormat;
import org.gittheta.storage.tensor.DType;
import org.gittheta.storage.tensor.ParameterName;
import org.gittheta.storage.tensor.Shape;

/** Cleans and writes checkpoints over a real store in a folder. */
public final class Workbench implements AutoCloseable {
    private final Path folder;
    private final Workers workers = new Workers(2);
    private final Workers cleaning;
    private final Codecs codecs = Codecs.installed();
    private final FileObjectStore store;
    private int forgotten;
    private Optional<Stub> head = Optional.empty();

    /** Takes the folder of a test. */
    public Workbench(Path folder) {
        this(folder, 96);
    }

    /** Takes the folder of a test, and the number of blocks to clean with: a parameter of more than half is not held. */
    public Workbench(Path folder, int blocks) {
        cleaning = new Workers(2, blocks);
        this.folder = folder;
        store = new FileObjectStore(folder.resolve("lfs"));
    }

    /** Returns the store. */
    public ObjectStore store() {
        return store;
    }

    /** Returns the folder where git-lfs looks for objects. */
    public Path objects() {
        return folder.resolve("lfs/objects");
    }

    /** Returns the store's own folder. */
    public Path theta() {
        return folder.resolve("lfs/theta");
    }

    /** Returns the names under which the store keeps an object. */
    public List<Path> filesOf(Slice slice) {
        String oid = slice.oid().toString();
        Path name = Path.of(oid.substring(0, 2), oid.substring(2, 4), oid);
        return List.of(objects().resolve(name), theta().resolve("objects").resolve(name));
    }

    /** Cleans. */
    public CheckpointCleaner.Result clean(InputStream in, long largestObject) throws IOException {
        return clean(in, largestObject, Optional.empty());
    }

    /** Cleans what comes from a file, probably. */
    public Stub stubOf(byte[] bytes, Path file) throws IOException {
        return StubFormat.read(clean(new ByteArrayInputStream(bytes), 1 << 30, Optional.of(file))
                .text());
    }

    /** Returns what stores one parameter after the other. */
    ParameterStore parameters() throws IOException {
        return new ParameterStore(cleaning, store, codecs, known(), new Limits(1 << 30, 4));
    }

    private CheckpointCleaner.Result clean(InputStream in, long largestObject, Optional<Path> file) throws IOException {
        return new CheckpointCleaner(
                        cleaning, store, codecs, Formats.installed(), store.temporary(), new Limits(largestObject, 4))
                .clean(in, known(), file);
    }

    /** Cleans. */
    public byte[] clean(byte[] file) throws IOException {
        return clean(new ByteArrayInputStream(file), 1 << 30).text();
    }

    /** Cleans and reads what came out. */
    public Stub stubOf(byte[] file) throws IOException {
        return StubFormat.read(clean(file));
    }

    /** Cleans a file and writes it again, as git does. */
    public byte[] thereAndBack(byte[] file) throws IOException {
        byte[] text = clean(file);
        return text.length == 0 ? text : write(StubFormat.read(text));
    }

    /** Writes the file that a stub stands for. */
    public byte[] write(Stub stub) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        write(stub, out);
        return out.toByteArray();
    }

    /** Lets what is cleaned from now on find its bases in a stub, as if that were HEAD's. */
    public void commit(Stub stub) {
        head = Optional.of(stub);
    }

    /** Writes the file that a stub stands for. */
    public void write(Stub stub, OutputStream out) throws IOException {
        new CheckpointWriter(store, codecs, workers).write(stub, Channels.newChannel(out));
    }

    /** Writes the tensors of a stub in another format. */
    public byte[] export(Stub stub, ExportFormat format) throws IOException {
        Path file = Files.createTempFile(folder, "export", "");
        export(stub, format, file);
        return Files.readAllBytes(file);
    }

    /** Writes the tensors of a stub in another format into a file. */
    public void export(Stub stub, ExportFormat format, Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE, StandardOpenOption.CREATE)) {
            new CheckpointExport(store, codecs, workers).write(stub, format, channel);
        }
    }

    /** Applies an update file to a stub, as if that were HEAD's. */
    public Stub update(Stub stub, String type, byte[] update) throws IOException {
        commit(stub);
        Path file = Files.write(folder.resolve("update"), update);
        ParameterAdder adder =
                new ParameterAdder(cleaning, store, codecs, known(), store.temporary(), new Limits(1 << 30, 4));
        return new CheckpointUpdate(stub, UpdateTypes.named(type), UpdateFile.read(file, workers))
                .apply(new TensorMerger(store, codecs, workers, Room.usual(store.temporary()), adder), adder);
    }

    /** Begins with an empty memo. */
    public void forget() {
        forgotten++;
    }

    /** Returns the number of objects. */
    public long count() throws IOException {
        return files(objects());
    }

    /** Returns the number of files that are being written. */
    public long temporaries() throws IOException {
        return files(theta().resolve("tmp"));
    }

    private static long files(Path folder) throws IOException {
        if (!Files.exists(folder)) {
            return 0;
        }
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(Files::isRegularFile).count();
        }
    }

    private KnownEncodings known() {
        ContentMemo memo = new ContentMemo(folder.resolve("memo" + forgotten));
        return new KnownEncodings() {
            @Override
            public synchronized Optional<Encoding> find(Sha256 sha256, long size) throws IOException {
                for (Encoding encoding : memo.find(sha256, size)) {
                    boolean isHere = true;
                    for (Slice slice : encoding.allSlices()) {
                        isHere &= store.contains(slice.oid(), slice.objectSize());
                    }
                    if (isHere) {
                        return Optional.of(encoding);
                    }
                }
                return Optional.empty();
            }

            @Override
            public List<Encoding.Base> basesFor(ParameterName name, DType dtype, Shape shape) {
                return head.flatMap(stub -> stub.tensor(name)).stream()
                        .map(ParameterEntry.class::cast)
                        .map(p -> new Encoding.Base(p.dtype(), p.size(), p.sha256(), p.encoding()))
                        .toList();
            }

            @Override
            public synchronized Stub settle(Stub stub) throws IOException {
                for (ParameterEntry parameter : stub.parameters()) {
                    memo.add(parameter.sha256(), parameter.size(), parameter.encoding());
                }
                memo.add(
                        stub.frame().sha256(), stub.frame().size(), stub.frame().encoding());
                memo.save();
                return stub;
            }
        };
    }

    /** Waits until both threads have come to the end of what failed files left them, and ends them. */
    public static void close(Workers twoThreads) {
        CyclicBarrier end = new CyclicBarrier(2);
        Future<Integer> one = twoThreads.run(end::await);
        Future<Integer> other = twoThreads.run(end::await);
        try {
            Workers.await(one);
            Workers.await(other);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            twoThreads.close();
        }
    }

    @Override
    public void close() {
        close(cleaning);
        close(workers);
    }
}
