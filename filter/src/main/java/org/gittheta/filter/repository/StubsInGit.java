// SPDX-License-Identifier: Apache-2.0
package org.gittheta.filter.repository;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.gittheta.storage.repository.Git;
import org.gittheta.storage.stub.Stub;
import org.gittheta.storage.stub.StubFormat;
import org.gittheta.storage.stub.StubFormatException;

/** Reads stubs that git has already: for a path those in the index, in HEAD, and on the sides of a merge. */
final class StubsInGit {
    /** Begins the answer for a name that is there: the blob and LF follow; others are "NAME missing". */
    private static final Pattern FOUND = Pattern.compile("([0-9a-f]{40,64}) blob ([0-9]+)");

    private StubsInGit() {}

    /**
     * Holds the stubs of one path.
     *
     * @param all those there are, the index's first
     * @param bases those that a new version is likely to come from: HEAD's and the sides' of a merge, or, where they have
     *     none, the index's
     */
    record OfPath(List<Stub> all, List<Stub> bases) {}

    /** Returns those there are. */
    static OfPath of(Git git, String pathname) throws IOException {
        if (pathname.indexOf('\n') >= 0) {
            return new OfPath(List.of(), List.of()); // cat-file takes one name a line; the memo knows the rest
        }
        List<Optional<Stub>> four =
                named(git, List.of(":0:" + pathname, "HEAD:" + pathname, ":2:" + pathname, ":3:" + pathname));
        List<Stub> all = four.stream().flatMap(Optional::stream).distinct().toList();
        List<Stub> bases =
                four.stream().skip(1).flatMap(Optional::stream).distinct().toList();
        return new OfPath(all, bases.isEmpty() ? all : bases);
    }

    /** Returns the stubs that git knows under some names, each of one line. */
    static List<Optional<Stub>> named(Git git, List<String> names) throws IOException {
        // In a partial clone a look must not turn into a download.
        Git local = git.with("GIT_NO_LAZY_FETCH", "1");
        String lines = names.stream().map(name -> name + "\n").collect(Collectors.joining());
        byte[] found = local.run(lines.getBytes(StandardCharsets.UTF_8), "cat-file", "--batch-check")
                .bytes();
        // A raw checkpoint that was committed before its path was tracked is not worth reading, and may not fit.
        List<String> blobs = new String(found, StandardCharsets.UTF_8)
                .lines()
                .map(FOUND::matcher)
                .map(blob -> blob.matches() && isSizeOfStub(blob.group(2)) ? blob.group(1) : "")
                .toList();
        String wanted = blobs.stream()
                .filter(blob -> !blob.isEmpty())
                .distinct()
                .map(blob -> blob + "\n")
                .collect(Collectors.joining());
        Map<String, Stub> stubs = wanted.isEmpty()
                ? Map.of()
                : read(local.run(wanted.getBytes(StandardCharsets.US_ASCII), "cat-file", "--batch")
                        .bytes());
        return blobs.stream().map(blob -> Optional.ofNullable(stubs.get(blob))).toList();
    }

    private static boolean isSizeOfStub(String size) {
        return size.length() < 10 && Integer.parseInt(size) <= StubFormat.LARGEST_BYTES;
    }

    private static Map<String, Stub> read(byte[] answer) {
        Map<String, Stub> stubs = new HashMap<>();
        int at = 0;
        while (at < answer.length) {
            int end = at;
            while (answer[end] != '\n') {
                end++;
            }
            Matcher head = FOUND.matcher(new String(answer, at, end - at, StandardCharsets.UTF_8));
            at = end + 1;
            if (head.matches()) {
                int size = Integer.parseInt(head.group(2));
                add(stubs, head.group(1), Arrays.copyOfRange(answer, at, at + size));
                at += size + 1;
            }
        }
        return stubs;
    }

    private static void add(Map<String, Stub> stubs, String id, byte[] blob) {
        if (StubFormat.isStub(blob, blob.length)) {
            try {
                stubs.put(id, StubFormat.read(blob));
            } catch (StubFormatException e) {
                // A stub that does not parse knows nothing; what is being cleaned gets stored anew.
            }
        }
    }
}
