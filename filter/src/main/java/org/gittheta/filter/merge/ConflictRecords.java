// SPDX-License-Identifier: Apache-2.0
package org.gittheta.filter.merge;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.gittheta.filter.merge.strategy.Side;
import org.gittheta.storage.digest.Sha256Digest;
import org.gittheta.storage.stub.Stub;
import org.gittheta.storage.stub.StubFormat;
import org.gittheta.storage.stub.StubFormatException;
import org.gittheta.storage.stub.TensorEntry;
import org.gittheta.storage.tensor.ParameterName;

/**
 * Remembers what is open and what is settled of a merge, in files of one worktree.
 *
 * <p>A file is named by the hash of the path and of the three versions, so that it belongs to one merge: a file of a merge
 * that was aborted, or done again from other versions, is never taken for another's. It is UTF-8, in ABNF:
 *
 * <pre>
 * record  = "git-theta conflicts 1" LF "path" SP name LF [ "frame" SP ( "base" / "ours" / "theirs" ) LF ] *( settled / open )
 * settled = "settled" SP name SP name SP ( "-" / line ) LF  ; the key, the strategy escaped as a name, a stub's line
 * open    = "open" SP name SP kind LF                       ; for people: readers compare the versions again
 * </pre>
 */
public final class ConflictRecords {
    private static final String MAGIC = "git-theta conflicts 1";

    private final Path folder;

    /** Takes the folder, which need not exist. */
    public ConflictRecords(Path folder) {
        this.folder = folder;
    }

    /**
     * Names one merge of one file.
     *
     * @param path its path from the top of the worktree
     * @param base the common stub, if there is one
     * @param ours our stub
     * @param theirs their stub
     */
    public record Key(String path, Optional<Stub> base, Stub ours, Stub theirs) {
        private String fileName() {
            StringBuilder text = new StringBuilder(path).append('\0');
            for (Optional<Stub> side : List.of(base, Optional.of(ours), Optional.of(theirs))) {
                text.append(side.map(stub ->
                                        Sha256Digest.of(StubFormat.write(stub)).toString())
                                .orElse("-"))
                        .append('\0');
            }
            return Sha256Digest.of(text.toString().getBytes(StandardCharsets.UTF_8))
                    .toString();
        }
    }

    /**
     * Returns what is settled of a merge.
     *
     * @throws StubFormatException if the record is damaged
     */
    public Settlement find(Key key) throws IOException {
        String text;
        try {
            text = Files.readString(folder.resolve(key.fileName()), StandardCharsets.UTF_8);
        } catch (NoSuchFileException e) {
            return Settlement.NONE;
        }
        Map<ParameterName, Settled> settled = new TreeMap<>();
        Optional<Side> frame = Optional.empty();
        List<String> lines = text.lines().toList();
        try {
            if (lines.isEmpty() || !lines.get(0).equals(MAGIC)) {
                throw new IllegalArgumentException("it does not begin with " + MAGIC);
            }
            for (String line : lines) {
                String[] words = line.split(" ", 4);
                if (words[0].equals("frame")) {
                    frame = Optional.of(Side.valueOf(words[1].toUpperCase(Locale.ROOT)));
                } else if (words[0].equals("settled")) {
                    Optional<TensorEntry> tensor =
                            words[3].equals("-") ? Optional.empty() : Optional.of(StubFormat.readLine(words[3]));
                    String how = ParameterName.unescape(words[2]).text();
                    settled.put(ParameterName.unescape(words[1]), new Settled(how, tensor));
                }
            }
        } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
            throw new StubFormatException("what was settled of the merge is damaged: delete "
                    + folder.resolve(key.fileName()) + " and settle it again");
        }
        return new Settlement(settled, frame);
    }

    /** Remembers how a merge stands. */
    public void save(Key key, Settlement settlement, MergedStub merged) throws IOException {
        StringBuilder text = new StringBuilder(MAGIC).append('\n');
        text.append("path ").append(new ParameterName(key.path()).escaped()).append('\n');
        settlement
                .frame()
                .ifPresent(side -> text.append("frame ").append(side.word()).append('\n'));
        new TreeMap<>(settlement.tensors()).forEach((name, settled) -> {
            text.append("settled ").append(name.escaped()).append(' ');
            text.append(new ParameterName(settled.how()).escaped()).append(' ');
            text.append(settled.tensor().map(StubFormat::line).orElse("-")).append('\n');
        });
        merged.open()
                .forEach(conflict -> text.append("open ")
                        .append(conflict.sides().key().escaped())
                        .append(' ')
                        .append(conflict.kind().word())
                        .append('\n'));
        Files.createDirectories(folder);
        Path aside = Files.createTempFile(folder, "new", "");
        boolean moved = false;
        try {
            Files.writeString(aside, text, StandardCharsets.UTF_8);
            Files.move(aside, folder.resolve(key.fileName()), StandardCopyOption.ATOMIC_MOVE);
            moved = true;
        } finally {
            if (!moved) {
                Files.deleteIfExists(aside);
            }
        }
    }

    /** Forgets all merges but these: the index has no others. */
    public void keepOnly(Collection<Key> live) throws IOException {
        Set<String> names = new HashSet<>();
        live.forEach(key -> names.add(key.fileName()));
        if (!Files.isDirectory(folder)) {
            return;
        }
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
            for (Path file : files) {
                if (!names.contains(file.getFileName().toString())) {
                    Files.deleteIfExists(file);
                }
            }
        }
    }
}
