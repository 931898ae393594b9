// SPDX-License-Identifier: Apache-2.0
package org.gittheta.filter.merge;

import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.gittheta.filter.clean.CheckpointCleaner;
import org.gittheta.filter.clean.KnownEncodings;
import org.gittheta.filter.clean.Limits;
import org.gittheta.filter.clean.ParameterAdder;
import org.gittheta.filter.format.Formats;
import org.gittheta.filter.frame.Frame;
import org.gittheta.filter.merge.compute.Room;
import org.gittheta.filter.merge.compute.TensorMerger;
import org.gittheta.filter.merge.strategy.StrategySpec;
import org.gittheta.filter.pipeline.Workers;
import org.gittheta.filter.smudge.CheckpointWriter;
import org.gittheta.filter.smudge.FrameReader;
import org.gittheta.storage.codec.Codecs;
import org.gittheta.storage.digest.Sha256;
import org.gittheta.storage.object.FileObjectStore;
import org.gittheta.storage.object.ObjectStore;
import org.gittheta.storage.object.OpenObjects;
import org.gittheta.storage.object.Slice;
import org.gittheta.storage.object.StoredObject;
import org.gittheta.storage.repository.Settings;
import org.gittheta.storage.stub.Encoding;
import org.gittheta.storage.stub.FrameEntry;
import org.gittheta.storage.stub.Stub;
import org.gittheta.storage.stub.StubFormat;
import org.gittheta.storage.tensor.ParameterName;

/** Merges checkpoints over a store of its own, in a folder that the caller deletes. */
public final class FileMerge {
    /** The folder is gone after the merge: differences from a base would save nothing. */
    private static final Limits LIMITS = new Limits(Settings.LARGEST_OBJECT, 0);

    private final FileObjectStore own;
    private final ObjectStore store;
    private final Room room;
    private final Workers workers;
    private final Codecs codecs = Codecs.installed();
    private final Formats formats = Formats.installed();
    private final Known known = new Known();

    /** Takes an empty folder and the threads. */
    public FileMerge(Path folder, Workers workers) {
        own = new FileObjectStore(folder.resolve("store"));
        store = own;
        room = Room.usual(own.temporary());
        this.workers = workers;
    }

    /** Takes an empty folder, how much of a tensor is kept in memory, and the threads. */
    FileMerge(Path folder, long keptBytes, Workers workers) {
        own = new FileObjectStore(folder.resolve("store"));
        store = own;
        room = new Room(keptBytes, own.temporary());
        this.workers = workers;
    }

    /** Takes a store, too, which has what is merged and is left as it is. */
    public FileMerge(Path folder, ObjectStore under, Workers workers) {
        own = new FileObjectStore(folder.resolve("store"));
        store = new OverlayStore(own, under);
        room = Room.usual(own.temporary());
        this.workers = workers;
    }

    /** Reads a file; nothing for an empty one. */
    public Optional<Stub> read(InputStream in) throws IOException {
        byte[] text = new CheckpointCleaner(workers, own, codecs, formats, own.temporary(), LIMITS)
                .clean(in, known, Optional.empty())
                .text();
        return text.length == 0 ? Optional.empty() : Optional.of(StubFormat.read(text));
    }

    /** Settles conflicts with strategies; see {@link Resolver#settle}. */
    public Resolver.Outcome settle(StubMerge merge, Map<ParameterName, StrategySpec> plan) throws IOException {
        return resolver(merge, Versions.of(merge)).settle(merge.conflicts(), plan);
    }

    private Resolver resolver(StubMerge merge, Versions versions) throws IOException {
        ParameterAdder adder = adder();
        return new Resolver(merge, versions, adder, new TensorMerger(store, codecs, workers, room, adder));
    }

    private ParameterAdder adder() throws IOException {
        return new ParameterAdder(workers, own, codecs, known, own.temporary(), LIMITS);
    }

    /** Merges any number of sides. */
    public ManyWayMerge.Result merge(ManyWayMerge many, ParameterRules rules) throws IOException {
        return many.merge(rules, new ManyWayMerge.Engine() {
            @Override
            public FrameStore frames() {
                return new Frames();
            }

            @Override
            public void require(Set<StoredObject> objects) throws IOException {
                store.require(objects);
            }

            @Override
            public Resolver resolver(StubMerge merge, Versions versions) throws IOException {
                return FileMerge.this.resolver(merge, versions);
            }
        });
    }

    /** Makes the merged stub. */
    public MergedStub finish(StubMerge merge, Settlement settled) throws IOException {
        return merge.finish(settled, new Frames());
    }

    private final class Frames implements FrameStore {
        @Override
        public Frame read(FrameEntry frame) throws IOException {
            store.require(frame.encoding().allSlices().stream()
                    .map(Slice::object)
                    .distinct()
                    .toList());
            try (OpenObjects objects = new OpenObjects(store)) {
                return FrameReader.read(frame, codecs, objects);
            }
        }

        @Override
        public FrameEntry add(String format, Frame frame) throws IOException {
            return adder().addFrame(format, frame);
        }

        @Override
        public void write(Stub stub, WritableByteChannel out) throws IOException {
            FileMerge.this.write(stub, out);
        }
    }

    /** Writes the file that a stub stands for. */
    public void write(Stub stub, WritableByteChannel out) throws IOException {
        store.require(stub.objects());
        new CheckpointWriter(store, codecs, workers).write(stub, out);
    }

    /** Remembers in memory what was read. */
    private static final class Known implements KnownEncodings {
        private final Map<Sha256, Encoding> encodings = new ConcurrentHashMap<>();

        @Override
        public Optional<Encoding> find(Sha256 sha256, long size) {
            return Optional.ofNullable(encodings.get(sha256));
        }

        @Override
        public Stub settle(Stub stub) {
            encodings.putIfAbsent(stub.frame().sha256(), stub.frame().encoding());
            stub.parameters().forEach(parameter -> encodings.putIfAbsent(parameter.sha256(), parameter.encoding()));
            return stub;
        }
    }
}
