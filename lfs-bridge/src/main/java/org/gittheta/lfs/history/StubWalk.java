// SPDX-License-Identifier: Apache-2.0
package org.gittheta.lfs.history;

import java.io.BufferedInputStream;
import java.io.BufferedReader;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.gittheta.lfs.pointer.Pointer;
import org.gittheta.storage.object.StoredObject;
import org.gittheta.storage.repository.Git;
import org.gittheta.storage.stub.StubFormat;
import org.gittheta.storage.stub.StubFormatException;

/**
 * Finds the stubs among the blobs that git reaches from some revisions.
 *
 * <p>What a blob is, its content says: attributes change from commit to commit. Blobs that cannot be stubs by their size
 * are not read. Blobs that a partial clone does not have are passed over: nothing is fetched for a look.
 */
public final class StubWalk {
    /** No stub is shorter: it has a first line and a frame. */
    private static final long SMALLEST_STUB = 100;

    /** Objects that one question to git names. */
    private static final int BATCH = 20_000;

    private static final int CHECK_WORDS = 4;

    private final Git git;

    /** Takes git. */
    public StubWalk(Git git) {
        this.git = git.with("GIT_NO_LAZY_FETCH", "1");
    }

    /**
     * Shows every stub that is reachable, each blob once.
     *
     * @param revisions what {@code git rev-list --objects} takes: commits, {@code ^commits}, {@code --all}
     */
    public void reachable(List<String> revisions, StubVisitor visitor) throws IOException {
        List<String> options = new ArrayList<>();
        StringBuilder input = new StringBuilder();
        for (String revision : revisions) {
            if (revision.startsWith("--")) {
                options.add(revision);
            } else {
                input.append(revision).append('\n');
            }
        }
        List<String> command = new ArrayList<>(List.of("rev-list", "--objects", "--missing=allow-promisor", "--stdin"));
        command.addAll(options);
        git.stream(
                bytes(input.toString()),
                out -> {
                    inBatches(out, visitor);
                    return null;
                },
                command.toArray(String[]::new));
    }

    private void inBatches(InputStream revisionList, StubVisitor visitor) throws IOException {
        BufferedReader lines = new BufferedReader(new InputStreamReader(revisionList, StandardCharsets.UTF_8));
        List<String> named = new ArrayList<>();
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            // "COMMIT", "ID " for the tree of a commit and for a blob that a ref names, "ID PATH"
            if (line.indexOf(' ') > 0) {
                named.add(line);
            }
            if (named.size() == BATCH) {
                look(named, visitor);
                named.clear();
            }
        }
        look(named, visitor);
    }

    /** Shows the stubs among all blobs that the repository has, also those that nothing reaches; no paths are known. */
    public void everything(StubVisitor visitor) throws IOException {
        git.stream(
                new byte[0],
                out -> {
                    inBatches(out, visitor);
                    return null;
                },
                "cat-file",
                "--batch-all-objects",
                "--batch-check=%(objectname) ",
                "--buffer",
                "--unordered");
    }

    /**
     * Shows the stubs among some blobs.
     *
     * @param paths a path for each blob's id
     */
    public void blobs(Map<String, String> paths, StubVisitor visitor) throws IOException {
        look(paths.entrySet().stream().map(e -> e.getKey() + " " + e.getValue()).toList(), visitor);
    }

    private void look(List<String> named, StubVisitor visitor) throws IOException {
        if (named.isEmpty()) {
            return;
        }
        Map<String, String> candidates = new LinkedHashMap<>();
        git.stream(
                bytes(String.join("\n", named) + "\n"),
                out -> {
                    BufferedReader lines = new BufferedReader(new InputStreamReader(out, StandardCharsets.UTF_8));
                    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                        // "ID blob SIZE PATH", or "ID missing"
                        String[] words = line.split(" ", CHECK_WORDS);
                        if (words.length == CHECK_WORDS && words[1].equals("blob")) {
                            if (isSizeOfStub(words[2])) {
                                candidates.putIfAbsent(words[0], words[3]);
                            } else if (!words[2].equals("0")) {
                                visitor.other(words[0], words[3]);
                            }
                        }
                    }
                    return null;
                },
                "cat-file",
                "--batch-check=%(objectname) %(objecttype) %(objectsize) %(rest)",
                "--buffer");
        read(candidates, visitor);
    }

    private static boolean isSizeOfStub(String size) {
        long bytes = size.length() < 10 ? Long.parseLong(size) : Long.MAX_VALUE;
        return bytes >= SMALLEST_STUB && bytes <= StubFormat.LARGEST_BYTES;
    }

    private void read(Map<String, String> candidates, StubVisitor visitor) throws IOException {
        if (candidates.isEmpty()) {
            return;
        }
        git.stream(
                bytes(String.join("\n", candidates.keySet()) + "\n"),
                out -> {
                    InputStream in = new BufferedInputStream(out, 1 << 16);
                    for (Map.Entry<String, String> candidate : candidates.entrySet()) {
                        readOne(in, candidate.getKey(), candidate.getValue(), visitor);
                    }
                    return null;
                },
                "cat-file",
                "--batch",
                "--buffer");
    }

    private static void readOne(InputStream in, String blob, String path, StubVisitor visitor) throws IOException {
        String[] head = line(in).split(" ", -1);
        if (head.length != 3) {
            return;
        }
        int size = Integer.parseInt(head[2]);
        byte[] prefix = in.readNBytes(Math.min(size, StubFormat.MAGIC_BYTES));
        if (StubFormat.isStub(prefix, prefix.length)) {
            byte[] text = new byte[size];
            System.arraycopy(prefix, 0, text, 0, prefix.length);
            if (in.readNBytes(text, prefix.length, size - prefix.length) != size - prefix.length) {
                throw new EOFException("git cat-file ended early");
            }
            show(blob, path, text, visitor);
        } else if (size < Pointer.LARGEST_BYTES) {
            byte[] text = Arrays.copyOf(prefix, size);
            in.readNBytes(text, prefix.length, size - prefix.length);
            Optional<StoredObject> object = Pointer.parse(text);
            if (object.isPresent()) {
                visitor.pointer(path, object.get());
            } else {
                visitor.other(blob, path);
            }
        } else {
            in.skipNBytes(size - prefix.length);
            visitor.other(blob, path);
        }
        in.skipNBytes(1);
    }

    private static void show(String blob, String path, byte[] text, StubVisitor visitor) throws IOException {
        FoundStub found;
        try {
            found = new FoundStub(blob, path, StubFormat.read(text));
        } catch (StubFormatException e) {
            visitor.damaged(blob, path, e.getMessage());
            return;
        }
        visitor.visit(found);
    }

    private static String line(InputStream in) throws IOException {
        StringBuilder line = new StringBuilder(64);
        int b;
        while ((b = in.read()) != '\n') {
            if (b < 0) {
                throw new EOFException("git cat-file ended early");
            }
            line.append((char) b);
        }
        return line.toString();
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
