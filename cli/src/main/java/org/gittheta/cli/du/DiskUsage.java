// SPDX-License-Identifier: Apache-2.0
package org.gittheta.cli.du;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.gittheta.storage.object.Slice;
import org.gittheta.storage.stub.Encoding;
import org.gittheta.storage.stub.FrameEntry;
import org.gittheta.storage.stub.ParameterEntry;
import org.gittheta.storage.stub.Stub;

/**
 * Counts what versions of checkpoints take: each stored byte once, for the version and parameter that is counted first
 * of those which need it. A base that no counted version has as its own belongs to the first parameter that needs it.
 *
 * <p>For one thread.
 */
public final class DiskUsage {
    private final Set<Slice> seen = new HashSet<>();
    private final Set<Object> contents = new HashSet<>();
    private final List<FileUsage> files = new ArrayList<>();
    private long wholeFiles;

    /** Counts a version. */
    public void add(String path, String blob, Stub stub) {
        add(path, blob, stub, List.of(stub.frame()));
    }

    /**
     * Counts a version of a model in several files.
     *
     * @param stub the parameters of all files
     * @param frames what the files hold beside them
     */
    public void add(String path, String blob, Stub stub, List<FrameEntry> frames) {
        Map<String, Usage> codecs = new TreeMap<>();
        Usage total = Usage.NONE;
        for (FrameEntry frame : frames) {
            total = total.plus(new Usage(frame.size(), count(frame.encoding(), codecs, frame.size())));
        }
        List<FileUsage.ParameterUsage> parameters = new ArrayList<>();
        for (ParameterEntry parameter : stub.parameters()) {
            Encoding encoding = parameter.encoding();
            Usage usage = new Usage(parameter.size(), count(encoding, codecs, parameter.size()));
            parameters.add(
                    new FileUsage.ParameterUsage(parameter.name().text(), encoding.codec(), encoding.depth(), usage));
            total = total.plus(usage);
        }
        boolean isNew = contents.add(identity(stub));
        wholeFiles += isNew ? total.raw() : 0;
        files.add(new FileUsage(path, blob, isNew, total, Map.copyOf(codecs), List.copyOf(parameters)));
    }

    /** Returns what is new of an encoding and its bases, and adds it to each one's codec. */
    private long count(Encoding encoding, Map<String, Usage> codecs, long raw) {
        codecs.merge(encoding.codec(), new Usage(raw, 0), Usage::plus);
        long all = 0;
        Encoding at = encoding;
        while (at != null) {
            long stored = 0;
            for (Slice slice : at.slices()) {
                stored += seen.add(slice) ? slice.length() : 0;
            }
            codecs.merge(at.codec(), new Usage(0, stored), Usage::plus);
            all += stored;
            at = at.base().map(Encoding.Base::encoding).orElse(null);
        }
        return all;
    }

    /** Returns what is equal for two stubs exactly if their files are. */
    private static Object identity(Stub stub) {
        return List.of(
                stub.frame().sha256(),
                stub.parameters().stream().collect(Collectors.toMap(ParameterEntry::name, ParameterEntry::sha256)));
    }

    /** Returns the versions, in the order in which they were counted. */
    public List<FileUsage> files() {
        return List.copyOf(files);
    }

    /** Returns all bytes of all versions. */
    public Usage total() {
        return files.stream().map(FileUsage::total).reduce(Usage.NONE, Usage::plus);
    }

    /** Returns the same by codec. */
    public Map<String, Usage> codecs() {
        Map<String, Usage> sums = new TreeMap<>();
        files.forEach(file -> file.codecs().forEach((codec, usage) -> sums.merge(codec, usage, Usage::plus)));
        return sums;
    }

    /** Returns what Git LFS would keep: each different file whole. */
    public long wholeFiles() {
        return wholeFiles;
    }
}
