// SPDX-License-Identifier: Apache-2.0
package org.gittheta.cli.fsck;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.gittheta.cli.repository.TrackedFiles;
import org.gittheta.filter.smudge.ContentCheck;
import org.gittheta.lfs.history.FoundStub;
import org.gittheta.lfs.history.StubVisitor;
import org.gittheta.storage.digest.Sha256;
import org.gittheta.storage.object.MissingObjectsException;
import org.gittheta.storage.object.Slice;
import org.gittheta.storage.object.StoredObject;
import org.gittheta.storage.stub.Encoding;
import org.gittheta.storage.stub.FrameEntry;
import org.gittheta.storage.stub.ParameterEntry;

/**
 * Gathers what the stubs of a walk need, each object and each content once, so that memory follows what is distinct and
 * not the number of commits; and the blobs that should have been stubs.
 */
final class StubScan implements StubVisitor {
    /** Paths that git is asked about at once. */
    private static final int BATCH = 20_000;

    private final TrackedFiles tracked;
    private final Optional<ContentCheck> frames;
    private final Map<StoredObject, Fault.User> objects = new LinkedHashMap<>();
    private final Map<Content, Used> contents = new LinkedHashMap<>();
    private final List<Fault> faults = new ArrayList<>();
    private final List<Fault.User> raw = new ArrayList<>();
    private List<Fault.User> others = new ArrayList<>();
    private long stubs;

    /** Identifies stored bytes. */
    private record Content(Sha256 sha256, Encoding encoding) {}

    /** Pairs a parameter with the first stub that has it. */
    record Used(ParameterEntry parameter, Fault.User user) {}

    /**
     * Begins with nothing.
     *
     * @param frames checks the frames on the way, if they are to be
     */
    StubScan(TrackedFiles tracked, Optional<ContentCheck> frames) {
        this.tracked = tracked;
        this.frames = frames;
    }

    @Override
    public void visit(FoundStub found) {
        stubs++;
        FrameEntry frame = found.stub().frame();
        Fault.User ofFrame = new Fault.User(found.blob(), found.path(), "the frame");
        add(frame.encoding(), ofFrame);
        for (ParameterEntry parameter : found.stub().parameters()) {
            Content content = new Content(parameter.sha256(), parameter.encoding());
            if (!contents.containsKey(content)) {
                Fault.User user = new Fault.User(
                        found.blob(), found.path(), parameter.name().escaped());
                contents.put(content, new Used(parameter, user));
                add(parameter.encoding(), user);
            }
        }
        if (frames.isPresent()) {
            try {
                frames.get().frame(found.stub());
            } catch (MissingObjectsException e) {
                // Said of the object.
            } catch (IOException e) {
                Optional<StoredObject> first =
                        frame.encoding().allSlices().stream().map(Slice::object).findFirst();
                faults.add(new Fault(Fault.Kind.CONTENT, ofFrame, first, e.getMessage()));
            }
        }
    }

    private void add(Encoding encoding, Fault.User user) {
        for (Slice slice : encoding.allSlices()) {
            objects.putIfAbsent(slice.object(), user);
        }
    }

    @Override
    public void damaged(String blob, String path, String reason) {
        faults.add(new Fault(Fault.Kind.STUB, new Fault.User(blob, path, ""), Optional.empty(), reason));
    }

    @Override
    public void pointer(String path, StoredObject object) throws IOException {
        // A plain file of git-lfs: the doctor knows paths that both filters want.
    }

    @Override
    public void other(String blob, String path) throws IOException {
        others.add(new Fault.User(blob, path, ""));
        if (others.size() == BATCH) {
            sort();
        }
    }

    /** Keeps the blobs whose paths git theta tracks now; whether it did at their commit, is looked at later. */
    private void sort() throws IOException {
        Set<String> paths = tracked.tracked(others.stream()
                .map(Fault.User::path)
                .filter(path -> !path.isEmpty())
                .collect(Collectors.toSet()));
        others.stream().filter(user -> paths.contains(user.path())).forEach(raw::add);
        others = new ArrayList<>();
    }

    long stubs() {
        return stubs;
    }

    Map<StoredObject, Fault.User> objects() {
        return objects;
    }

    List<Used> contents() {
        return List.copyOf(contents.values());
    }

    List<Fault> faults() {
        return faults;
    }

    /** Returns the blobs that may be checkpoints without a stub. */
    List<Fault.User> raw() throws IOException {
        sort();
        return raw;
    }
}
