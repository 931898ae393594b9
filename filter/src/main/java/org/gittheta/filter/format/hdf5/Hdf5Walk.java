// SPDX-License-Identifier: Apache-2.0
package org.gittheta.filter.format.hdf5;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.gittheta.filter.format.Layout.Extent;
import org.gittheta.filter.format.LocatedParameter;
import org.gittheta.filter.format.MalformedCheckpointException;
import org.gittheta.filter.format.NameBook;
import org.gittheta.filter.format.channel.ChannelBytes;
import org.gittheta.storage.tensor.ParameterName;

/** Walks the groups of a file and lists the runs of its datasets. An object that has two names is met under one. */
final class Hdf5Walk {
    private static final int LONGEST_PATH = 1 << 12;
    private static final int MOST_OBJECTS = 1 << 19;

    private final Hdf5Input file;
    private final List<Run> runs = new ArrayList<>();
    private final Deque<Link> links = new ArrayDeque<>();

    /** Is an object under a name. */
    record Link(String name, long address) {}

    private Hdf5Walk(Hdf5Input file) {
        this.file = file;
    }

    /**
     * Lists the runs of a file that may lie in another.
     *
     * @param base where it lies
     * @param prefix what all names begin with
     */
    static void locate(ChannelBytes bytes, long base, String prefix, NameBook book, List<Extent> extents)
            throws IOException, MalformedCheckpointException {
        Hdf5Walk walk = new Hdf5Walk(new Hdf5Input(bytes));
        walk.walk();
        walk.runs.sort(Comparator.comparingLong(Run::offset).thenComparingLong(Run::size));
        List<ParameterName> names =
                book.name(walk.runs.stream().map(run -> prefix + run.name()).toList());
        long end = 0;
        for (int i = 0; i < names.size(); i++) {
            Run run = walk.runs.get(i);
            if (run.offset() < end || run.offset() > bytes.size() - run.size()) {
                throw new MalformedCheckpointException("its datasets overlap or point past its end");
            }
            end = run.offset() + run.size();
            LocatedParameter parameter = new LocatedParameter(
                    names.get(i), run.dtype(), run.shape(), run.size(), run.role(), List.of(), false);
            extents.add(new Extent(base + run.offset(), parameter));
        }
    }

    private void walk() throws IOException, MalformedCheckpointException {
        links.add(new Link("", Superblock.root(file)));
        int objects = 0;
        while (!links.isEmpty()) {
            Link link = links.remove();
            if (!file.visit(link.address())) {
                continue;
            }
            if (++objects > MOST_OBJECTS || runs.size() > MOST_OBJECTS) {
                throw new MalformedCheckpointException("it has more than " + MOST_OBJECTS + " objects");
            }
            ObjectHeader header = ObjectHeader.read(file, link.address());
            Optional<Dataset> dataset = Dataset.of(link.name(), header);
            if (dataset.isPresent()) {
                dataset.get().addRuns(file, runs);
            } else {
                addLinks(link.name(), header);
            }
        }
    }

    private void addLinks(String group, ObjectHeader header) throws IOException, MalformedCheckpointException {
        for (Link link : GroupLinks.of(file, header)) {
            String path = group.isEmpty() ? link.name() : group + "/" + link.name();
            if (path.length() > LONGEST_PATH) {
                throw new MalformedCheckpointException("the way to an object is longer than 4 KiB");
            }
            links.add(new Link(path, link.address()));
        }
    }
}
