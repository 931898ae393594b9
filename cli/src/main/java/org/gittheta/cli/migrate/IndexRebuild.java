// SPDX-License-Identifier: Apache-2.0
package org.gittheta.cli.migrate;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import org.gittheta.storage.index.FreshFile;
import org.gittheta.storage.index.IndexFile;
import org.gittheta.storage.index.IndexLockedException;
import org.gittheta.storage.repository.Git;

/**
 * Brings a clean worktree from one commit to another that stands for the same files.
 *
 * <p>A checkpoint's bytes are the same, so that only its entry in the index changes, and no filter runs. Attributes files
 * are written anew, and so is a working file that is the text of its old blob: a pointer or stub that was never filled.
 * What git then still takes for changed, it checks out.
 */
final class IndexRebuild {
    private static final String ATTRIBUTES = ".gitattributes";

    private final CheckedOut worktree;
    private final Git git;
    private final ObjectReader reader;
    private final List<FreshFile> same = new ArrayList<>();
    private final List<String> written = new ArrayList<>();

    IndexRebuild(CheckedOut worktree, ObjectReader reader) {
        this.worktree = worktree;
        this.git = worktree.git();
        this.reader = reader;
    }

    /** Is one entry that differs; the path has one character a byte. */
    private record Difference(String path, String mode, String oldBlob, String newBlob) {
        boolean isDeletion() {
            return mode.equals("000000");
        }
    }

    /** Goes from one commit to another. */
    void move(String from, String to) throws IOException {
        List<Difference> differences = differences(from, to);
        Set<String> skipped = skipped();
        StringBuilder entries = new StringBuilder();
        List<String> skippedNow = new ArrayList<>();
        for (Difference difference : differences) {
            entries.append(difference.mode()).append(' ').append(difference.newBlob());
            entries.append("\t").append(difference.path()).append('\0');
            if (skipped.contains(difference.path())) {
                skippedNow.add(difference.path());
            } else {
                plan(difference);
            }
        }
        git.run(latin(entries.toString()), "update-index", "-z", "--index-info");
        run(skippedNow, "update-index", "-z", "--skip-worktree", "--stdin");
        checkOut(git.with("GIT_THETA_SKIP_SMUDGE", "1").with("GIT_LFS_SKIP_SMUDGE", "1"), written);
        refresh();
        Set<String> changed = new HashSet<>();
        differences.forEach(difference -> changed.add(difference.path()));
        List<String> left = latinParts(git.run("diff-files", "--name-only", "--ignore-submodules=all", "-z")).stream()
                .filter(changed::contains)
                .toList();
        checkOut(git, left);
        git.attempt(new byte[0], "update-index", "-q", "--refresh");
    }

    private List<Difference> differences(String from, String to) throws IOException {
        List<String> parts =
                latinParts(git.run("diff-tree", "-r", "-z", "--raw", "--no-renames", "--no-abbrev", from, to));
        List<Difference> found = new ArrayList<>();
        for (int i = 0; i + 1 < parts.size(); i += 2) {
            // :OLD-MODE NEW-MODE OLD-ID NEW-ID STATUS
            String[] words = parts.get(i).split(" ", -1);
            found.add(new Difference(parts.get(i + 1), words[1], words[2], words[3]));
        }
        return found;
    }

    /** Returns the paths that a sparse checkout leaves out: a new entry would ask for them. */
    private Set<String> skipped() throws IOException {
        Set<String> paths = new HashSet<>();
        for (String part : latinParts(git.run("ls-files", "-t", "-z"))) {
            if (part.startsWith("S ")) {
                paths.add(part.substring(2));
            }
        }
        return paths;
    }

    private void plan(Difference difference) throws IOException {
        String path = difference.path();
        boolean isAttributes = path.equals(ATTRIBUTES) || path.endsWith("/" + ATTRIBUTES);
        if (difference.isDeletion()) {
            // Only an attributes file that a migration added goes again.
            if (isAttributes) {
                Files.deleteIfExists(worktree.top().resolve(BlobForm.utf8(path)));
            }
            return;
        }
        if (isAttributes) {
            written.add(path);
            return;
        }
        String name = BlobForm.utf8(path);
        Path file = worktree.top().resolve(name);
        BasicFileAttributes attributes;
        try {
            attributes = Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
        } catch (NoSuchFileException e) {
            return;
        }
        if (!attributes.isRegularFile()) {
            return;
        }
        if (isText(difference.oldBlob(), file, attributes.size())) {
            written.add(path);
        } else if (attributes.size() == fileBytes(difference)) {
            same.add(new FreshFile(name, difference.newBlob(), file, attributes.size(), attributes.lastModifiedTime()));
        }
    }

    /** Returns the length of the file that both blobs stand for: one of them is no stub, and says it. */
    private long fileBytes(Difference difference) throws IOException {
        OptionalLong bytes = BlobForm.fileBytes(reader, difference.oldBlob());
        return (bytes.isPresent() ? bytes : BlobForm.fileBytes(reader, difference.newBlob())).orElse(-1);
    }

    /** Tells whether a working file is the pointer or stub itself. */
    private boolean isText(String blob, Path file, long size) throws IOException {
        ObjectReader.Head head = reader.head(blob);
        boolean isPlain = !BlobForm.isStub(reader, head)
                && BlobForm.fileBytes(reader, blob).orElse(-1) == head.size();
        return !isPlain && head.size() == size && Arrays.equals(reader.read(blob, "blob"), Files.readAllBytes(file));
    }

    /** Tells git that files are what the index says; where that cannot be, git reads them. */
    private void refresh() throws IOException {
        try {
            new IndexFile(worktree.gitPath("index")).refresh(same);
        } catch (IndexLockedException e) {
            // Git reads the files, when it can.
        }
        git.attempt(new byte[0], "update-index", "-q", "--refresh");
    }

    private void checkOut(Git with, Collection<String> paths) throws IOException {
        if (!paths.isEmpty()) {
            with.run(latin(String.join("\0", paths) + "\0"), "checkout-index", "-f", "-u", "-q", "-z", "--stdin");
        }
    }

    private void run(Collection<String> paths, String... command) throws IOException {
        if (!paths.isEmpty()) {
            git.run(latin(String.join("\0", paths) + "\0"), command);
        }
    }

    private static byte[] latin(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    private static List<String> latinParts(Git.Output output) {
        String text = new String(output.bytes(), StandardCharsets.ISO_8859_1);
        return text.isEmpty() ? List.of() : List.of(text.split("\0"));
    }
}
