// SPDX-License-Identifier: Apache-2.0
package org.gittheta.filter.merge;

import java.io.IOException;
import java.nio.channels.WritableByteChannel;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.gittheta.filter.clean.ParameterAdder;
import org.gittheta.filter.frame.Frame;
import org.gittheta.filter.merge.compute.Room;
import org.gittheta.filter.merge.compute.TensorMerger;
import org.gittheta.filter.merge.strategy.StrategySpec;
import org.gittheta.filter.pipeline.Workers;
import org.gittheta.filter.repository.CheckpointRepository;
import org.gittheta.filter.smudge.FrameReader;
import org.gittheta.storage.object.OpenObjects;
import org.gittheta.storage.object.Slice;
import org.gittheta.storage.object.StoredObject;
import org.gittheta.storage.stub.FrameEntry;
import org.gittheta.storage.stub.Stub;
import org.gittheta.storage.tensor.ParameterName;

/** Merges one checkpoint in a repository, which it opens when a frame or a parameter is first needed; for one thread. */
public final class MergeSession {
    private final Opener opener;
    private final Workers workers;
    private final String pathname;
    private CheckpointRepository opened;

    /**
     * Takes what it works with.
     *
     * @param pathname the file's path from the top of the worktree
     */
    public MergeSession(Opener opener, Workers workers, String pathname) {
        this.opener = opener;
        this.workers = workers;
        this.pathname = pathname;
    }

    /** Opens the repository. */
    public interface Opener {
        /** Opens it. */
        CheckpointRepository open() throws IOException;
    }

    private CheckpointRepository repository() throws IOException {
        if (opened == null) {
            opened = opener.open();
        }
        return opened;
    }

    private ParameterAdder adder() throws IOException {
        return repository().adder(pathname);
    }

    /** Settles conflicts with strategies; see {@link Resolver#settle}. */
    public Resolver.Outcome settle(
            StubMerge merge, List<MergedStub.Conflict> conflicts, Map<ParameterName, StrategySpec> plan)
            throws IOException {
        CheckpointRepository repository = repository();
        Set<StoredObject> objects = new LinkedHashSet<>();
        Resolver.slices(conflicts, plan).forEach(slice -> objects.add(slice.object()));
        repository.source().require(objects);
        return resolver(merge, Versions.of(merge)).settle(conflicts, plan);
    }

    private Resolver resolver(StubMerge merge, Versions versions) throws IOException {
        CheckpointRepository repository = repository();
        ParameterAdder adder = adder();
        return new Resolver(
                merge,
                versions,
                adder,
                new TensorMerger(
                        repository.source(),
                        repository.codecs(),
                        workers,
                        Room.usual(repository.store().temporary()),
                        adder));
    }

    /** Merges any number of sides, and remembers where the result's bytes are. */
    public ManyWayMerge.Result merge(ManyWayMerge many, ParameterRules rules) throws IOException {
        ManyWayMerge.Result result = many.merge(rules, new ManyWayMerge.Engine() {
            @Override
            public FrameStore frames() {
                return new Frames();
            }

            @Override
            public void require(Set<StoredObject> objects) throws IOException {
                repository().source().require(objects);
            }

            @Override
            public Resolver resolver(StubMerge merge, Versions versions) throws IOException {
                return MergeSession.this.resolver(merge, versions);
            }
        });
        if (opened != null) {
            opened.remember(result.merged().stub());
        }
        return result;
    }

    /** Makes the merged stub of what is settled, and remembers where its bytes are. */
    public MergedStub finish(StubMerge merge, Settlement settled) throws IOException {
        MergedStub merged = merge.finish(settled, new Frames());
        if (opened != null) {
            opened.remember(merged.stub());
        }
        return merged;
    }

    /** Reads and stores frames in the repository. */
    private final class Frames implements FrameStore {
        @Override
        public Frame read(FrameEntry frame) throws IOException {
            CheckpointRepository repository = repository();
            repository
                    .source()
                    .require(frame.encoding().allSlices().stream()
                            .map(Slice::object)
                            .distinct()
                            .toList());
            try (OpenObjects objects = new OpenObjects(repository.source())) {
                return FrameReader.read(frame, repository.codecs(), objects);
            }
        }

        @Override
        public FrameEntry add(String format, Frame frame) throws IOException {
            return adder().addFrame(format, frame);
        }

        @Override
        public void write(Stub stub, WritableByteChannel out) throws IOException {
            repository().source().require(stub.objects());
            repository().writer().write(stub, out);
        }
    }
}
