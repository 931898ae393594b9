// SPDX-License-Identifier: Apache-2.0
package org.gittheta.cli.jj;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import org.gittheta.cli.CommandContext;
import org.gittheta.cli.repository.AtomicFile;
import org.gittheta.cli.repository.BlobContent;
import org.gittheta.cli.repository.OpenRepository;
import org.gittheta.filter.clean.CheckpointCleaner;
import org.gittheta.filter.repository.CheckpointRepository;
import org.gittheta.storage.stub.StubFormat;

/**
 * Puts stubs into jj's working-copy commit and has jj look at no checkpoint any more; the working files stay.
 *
 * <p>jj takes into its commit what lies in the working copy. So for the moment of that the stub lies there, and the
 * checkpoint aside, in a folder that jj does not look into.
 */
public final class JjStubs {
    private final JjWorkspace workspace;
    private final JjFiles files;
    private final CommandContext context;

    /** Takes the workspace and what is in it. */
    public JjStubs(JjWorkspace workspace, JjFiles files) {
        this.workspace = workspace;
        this.files = files;
        this.context = files.context();
    }

    /**
     * Does both.
     *
     * @param added the checkpoints whose working files go into the commit as stubs; others do, too, if jj would take them
     *     as they are
     * @param mended those that the commit has without a stub: what it has becomes one
     * @return the stubs that went into the commit, by their paths
     */
    public Map<String, byte[]> place(Set<String> added, Set<String> mended) throws IOException {
        Map<String, String> written = new TreeMap<>();
        Map<String, byte[]> stubs = clean(added, mended, written);
        Map<Path, Path> aside = new LinkedHashMap<>();
        Map<Path, byte[]> left = new LinkedHashMap<>();
        try {
            for (JjCheckpoint checkpoint : files.checkpoints()) {
                Path file = workspace.top().resolve(checkpoint.path());
                if (checkpoint.here() instanceof BlobContent.Raw && stubs.containsKey(checkpoint.path())) {
                    aside.put(file, putAside(file));
                } else if (checkpoint.here() instanceof BlobContent.Stubbed) {
                    left.put(file, Files.readAllBytes(file));
                }
            }
            SparsePatterns sparse = workspace.sparse();
            commit(stubs, sparse);
            workspace.setSparse(files.patterns(sparse));
        } finally {
            for (Map.Entry<Path, Path> file : aside.entrySet()) {
                Files.createDirectories(file.getKey().getParent());
                Files.move(file.getValue(), file.getKey(), StandardCopyOption.REPLACE_EXISTING);
            }
        }
        WrittenFiles.of(workspace).note(written);
        for (Map.Entry<Path, byte[]> file : left.entrySet()) {
            if (!Files.exists(file.getKey(), LinkOption.NOFOLLOW_LINKS)) {
                writeStub(file.getKey(), file.getValue());
            }
        }
        return stubs;
    }

    /** Stores what becomes a stub, and notes which files are stored now, and may give way to other commits' ones. */
    private Map<String, byte[]> clean(Set<String> added, Set<String> mended, Map<String, String> written)
            throws IOException {
        CheckpointRepository repository = OpenRepository.of(context);
        Map<String, byte[]> stubs = new TreeMap<>();
        for (JjCheckpoint checkpoint : files.checkpoints()) {
            String path = checkpoint.path();
            if (checkpoint.here() instanceof BlobContent.Raw && (checkpoint.isWatched() || added.contains(path))) {
                Optional<String> stamp = WrittenFiles.of(workspace).stamp(path);
                try (InputStream in = Files.newInputStream(workspace.top().resolve(path), LinkOption.NOFOLLOW_LINKS)) {
                    stubs.put(path, clean(repository, in, path));
                }
                String blob = context.git()
                        .run(stubs.get(path), "hash-object", "--stdin")
                        .line();
                stamp.ifPresent(text -> written.put(path, blob + " " + text));
            } else if (checkpoint.committed() instanceof BlobContent.Raw
                    && mended.contains(path)
                    && !checkpoint.isWatched()) {
                // What jj looks at, it takes by itself: a stub, or that the file is gone.
                byte[] stub = context.git().stream(
                        new byte[0], in -> clean(repository, in, path), "cat-file", "blob", checkpoint.oid());
                stubs.put(path, stub);
            }
        }
        return stubs;
    }

    private byte[] clean(CheckpointRepository repository, InputStream in, String path) throws IOException {
        CheckpointCleaner.Result result = repository
                .cleaner()
                .clean(
                        in,
                        repository.knownFor(path),
                        Optional.of(workspace.top().resolve(path)));
        result.warning().ifPresent(warning -> context.err().println("git theta: " + path + ": " + warning));
        if (result.text().length > 0) {
            repository.remember(StubFormat.read(result.text()));
        }
        return result.text();
    }

    private Path putAside(Path file) throws IOException {
        Files.createDirectories(workspace.theta());
        Path aside = workspace.theta().resolve("aside-" + UUID.randomUUID());
        return Files.move(file, aside, StandardCopyOption.ATOMIC_MOVE);
    }

    /** Lets jj take the stubs from the working copy. */
    private void commit(Map<String, byte[]> stubs, SparsePatterns sparse) throws IOException {
        List<String> unwatched =
                stubs.keySet().stream().filter(path -> !sparse.cover(path)).toList();
        if (stubs.isEmpty()) {
            return;
        }
        for (Map.Entry<String, byte[]> stub : stubs.entrySet()) {
            Path file = workspace.top().resolve(stub.getKey());
            Files.createDirectories(file.getParent());
            writeStub(file, stub.getValue());
        }
        if (!unwatched.isEmpty()) {
            List<String> words = new ArrayList<>(List.of("sparse", "set"));
            unwatched.forEach(path -> words.add("--add=" + path));
            workspace.run(words.toArray(String[]::new));
        }
        for (Map.Entry<String, byte[]> stub : stubs.entrySet()) {
            // jj has put its old one there, if it had one.
            writeStub(workspace.top().resolve(stub.getKey()), stub.getValue());
        }
        int longest =
                stubs.values().stream().mapToInt(text -> text.length).max().orElse(0);
        List<String> words = new ArrayList<>(
                List.of("file", "track", "--config=snapshot.max-new-file-size=" + Math.max(longest, 1 << 20), "--"));
        stubs.keySet().forEach(path -> words.add("root-file:" + quoted(path)));
        workspace.run(words.toArray(String[]::new));
    }

    private static void writeStub(Path file, byte[] text) throws IOException {
        AtomicFile.write(file, out -> out.write(text));
    }

    private static String quoted(String path) {
        return '"' + path.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }
}
