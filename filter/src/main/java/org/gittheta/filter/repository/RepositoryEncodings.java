// SPDX-License-Identifier: Apache-2.0
package org.gittheta.filter.repository;

import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Future;
import org.gittheta.filter.clean.KnownEncodings;
import org.gittheta.filter.pipeline.Workers;
import org.gittheta.storage.digest.Sha256;
import org.gittheta.storage.memo.ContentMemo;
import org.gittheta.storage.object.FileObjectStore;
import org.gittheta.storage.object.MissingObjectsException;
import org.gittheta.storage.object.Slice;
import org.gittheta.storage.stub.Encoding;
import org.gittheta.storage.stub.FrameEntry;
import org.gittheta.storage.stub.ParameterEntry;
import org.gittheta.storage.stub.Stub;
import org.gittheta.storage.stub.TensorEntry;
import org.gittheta.storage.tensor.DType;
import org.gittheta.storage.tensor.ParameterName;
import org.gittheta.storage.tensor.Shape;

/** Looks for a content where git has the path already, then in the memo; first found is taken, if its objects are here. */
final class RepositoryEncodings implements KnownEncodings {
    private final ContentMemo memo;
    private final FileObjectStore store;
    private final Future<StubsInGit.OfPath> stubs;
    private final OtherStubs others;
    private Map<Sha256, Encoding> inGit;
    private BaseCandidates candidates;

    RepositoryEncodings(ContentMemo memo, FileObjectStore store, Future<StubsInGit.OfPath> stubs, OtherStubs others) {
        this.memo = memo;
        this.store = store;
        this.stubs = stubs;
        this.others = others;
    }

    @Override
    public synchronized Optional<Encoding> find(Sha256 sha256, long size) throws IOException {
        if (inGit == null) {
            inGit = new HashMap<>();
            Workers.await(stubs).all().forEach(this::index);
        }
        Encoding first = inGit.get(sha256);
        if (first != null && isHere(first)) {
            return Optional.of(first);
        }
        for (Encoding encoding : memo.find(sha256, size)) {
            if (isHere(encoding)) {
                return Optional.of(encoding);
            }
        }
        return Optional.empty();
    }

    @Override
    public synchronized List<Encoding.Base> basesFor(ParameterName name, DType dtype, Shape shape) throws IOException {
        if (candidates == null) {
            candidates = new BaseCandidates(Workers.await(stubs).bases(), others);
        }
        List<Encoding.Base> here = new ArrayList<>();
        for (Encoding.Base base : candidates.of(name, dtype, shape)) {
            if (isHere(base.encoding())) {
                here.add(base);
            }
        }
        return here;
    }

    private void index(Stub stub) {
        inGit.putIfAbsent(stub.frame().sha256(), stub.frame().encoding());
        for (ParameterEntry parameter : stub.parameters()) {
            inGit.putIfAbsent(parameter.sha256(), parameter.encoding());
        }
    }

    private boolean isHere(Encoding encoding) throws IOException {
        for (Slice slice : encoding.allSlices()) {
            if (!store.reuse(slice.oid(), slice.objectSize())) {
                return false;
            }
        }
        return true;
    }

    @Override
    public synchronized Stub settle(Stub stub) throws IOException {
        // With the store's lock nothing that the stub names is pruned between the look at it and its new date.
        Closeable ofStore = store.lock();
        Closeable ofMemo = memo.lock();
        try {
            FrameEntry frame = stub.frame();
            Encoding ofFrame = settled(frame.sha256(), frame.size(), frame.encoding());
            List<TensorEntry> tensors = new ArrayList<>(stub.tensors().size());
            for (TensorEntry tensor : stub.tensors()) {
                tensors.add(
                        tensor instanceof ParameterEntry p
                                ? new ParameterEntry(
                                        p.name(),
                                        p.dtype(),
                                        p.shape(),
                                        p.size(),
                                        p.sha256(),
                                        settled(p.sha256(), p.size(), p.encoding()),
                                        p.isStorage())
                                : tensor);
            }
            Stub settled = new Stub(new FrameEntry(frame.format(), frame.size(), frame.sha256(), ofFrame), tensors);
            remember(memo, settled);
            return settled;
        } finally {
            ofMemo.close();
            ofStore.close();
        }
    }

    private Encoding settled(Sha256 sha256, long size, Encoding mine) throws IOException {
        Optional<Encoding> first = find(sha256, size);
        if (first.isEmpty() && !isHere(mine)) {
            throw new MissingObjectsException(
                    List.of(mine.allSlices().get(0).oid()),
                    "something deleted it while this file was being added; add the file again");
        }
        return first.orElse(mine);
    }

    static void remember(ContentMemo memo, Stub stub) throws IOException {
        memo.add(stub.frame().sha256(), stub.frame().size(), stub.frame().encoding());
        for (ParameterEntry parameter : stub.parameters()) {
            memo.add(parameter.sha256(), parameter.size(), parameter.encoding());
        }
        memo.save();
    }
}
