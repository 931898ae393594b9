// SPDX-License-Identifier: Apache-2.0
package org.gittheta.filter.repository;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.gittheta.storage.repository.Git;
import org.gittheta.storage.stub.Stub;
import org.gittheta.storage.stub.StubFormat;
import org.gittheta.storage.stub.StubFormatException;

/** Reads the stubs that git has for a path already: in the index, in HEAD, and on the sides of a merge. */
final class StubsInGit {
    /** Begins the answer for a name that is there: the blob and LF follow; others are "NAME missing". */
    private static final Pattern FOUND = Pattern.compile("([0-9a-f]{40,64}) blob ([0-9]+)");

    private StubsInGit() {}

    /** Returns those there are, the index's first. */
    static List<Stub> of(Git git, String pathname) throws IOException {
        if (pathname.indexOf('\n') >= 0) {
            return List.of(); // cat-file takes one name a line; the memo knows the rest
        }
        // In a partial clone a look must not turn into a download.
        Git local = git.with("GIT_NO_LAZY_FETCH", "1");
        String names = ":0:" + pathname + "\nHEAD:" + pathname + "\n:2:" + pathname + "\n:3:" + pathname + "\n";
        byte[] found = local.run(names.getBytes(StandardCharsets.UTF_8), "cat-file", "--batch-check")
                .bytes();
        // A raw checkpoint that was committed before its path was tracked is not worth reading, and may not fit.
        String stubs = new String(found, StandardCharsets.UTF_8)
                .lines()
                .map(FOUND::matcher)
                .filter(blob -> blob.matches() && isSizeOfStub(blob.group(2)))
                .map(blob -> blob.group(1) + "\n")
                .distinct()
                .collect(Collectors.joining());
        return stubs.isEmpty()
                ? List.of()
                : read(local.run(stubs.getBytes(StandardCharsets.US_ASCII), "cat-file", "--batch")
                        .bytes());
    }

    private static boolean isSizeOfStub(String size) {
        return size.length() < 10 && Integer.parseInt(size) <= StubFormat.LARGEST_BYTES;
    }

    private static List<Stub> read(byte[] answer) {
        List<Stub> stubs = new ArrayList<>();
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
                add(stubs, Arrays.copyOfRange(answer, at, at + size));
                at += size + 1;
            }
        }
        return stubs;
    }

    private static void add(List<Stub> stubs, byte[] blob) {
        if (StubFormat.isStub(blob, blob.length)) {
            try {
                stubs.add(StubFormat.read(blob));
            } catch (StubFormatException e) {
                // A stub that does not parse knows nothing; what is being cleaned gets stored anew.
            }
        }
    }
}
