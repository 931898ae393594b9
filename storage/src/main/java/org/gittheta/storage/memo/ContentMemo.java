// SPDX-License-Identifier: Apache-2.0
package org.gittheta.storage.memo;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.zip.CRC32;
import org.gittheta.storage.digest.Sha256;
import org.gittheta.storage.stub.Encoding;
import org.gittheta.storage.stub.StubFormat;
import org.gittheta.storage.stub.StubFormatException;

/**
 * Remembers where each content that this clone has seen is stored, so that the same bytes always get the same stub and
 * are never stored twice.
 *
 * <p>It is a cache: it may be deleted, and an entry may name objects that are gone. It lies in the directory that all
 * worktrees share, as 256 text files named by the first two digits of the content's hash. Every process appends
 * whole records; for one content the first record whose objects are
 * here holds. A record is
 *
 * <pre>
 * record   = LF sha256 SP size SP encoding SP checksum LF
 * checksum = 8HEXDIG    ; CRC-32 of what stands between the first LF and the space before it
 * </pre>
 *
 * <p>where the encoding is a stub's ({@link StubFormat}). It begins with LF so that what a killed process left half
 * written spoils no other record, and what does not match its checksum is passed over.
 *
 * <p>For one thread at a time.
 */
public final class ContentMemo {
    private static final Pattern RECORD = Pattern.compile("[0-9a-f]{64} [0-9]+ ");

    private final Path folder;
    private final Map<String, Map<Sha256, List<String>>> shards = new HashMap<>();
    private final Map<String, StringBuilder> added = new HashMap<>();

    /** Takes the folder, which need not exist yet. */
    public ContentMemo(Path folder) {
        this.folder = folder;
    }

    /** Returns where the content is stored, as far as is known, what was seen first in front. */
    public List<Encoding> find(Sha256 sha256, long size) throws IOException {
        List<Encoding> found = new ArrayList<>(1);
        for (String value : shard(sha256).getOrDefault(sha256, List.of())) {
            int space = value.indexOf(' ');
            if (value.substring(0, space).equals(Long.toString(size))) {
                try {
                    found.add(StubFormat.readEncoding(value.substring(space + 1)));
                } catch (StubFormatException e) {
                    // A later version may know more encodings than this one.
                }
            }
        }
        return found;
    }

    /** Notes where the content is stored, unless that is known already; {@link #save} writes it. */
    public void add(Sha256 sha256, long size, Encoding encoding) throws IOException {
        String value = size + " " + StubFormat.encoding(encoding);
        List<String> known = shard(sha256).computeIfAbsent(sha256, hash -> new ArrayList<>(1));
        if (!known.contains(value)) {
            known.add(value);
            append(sha256, value);
        }
    }

    private void append(Sha256 sha256, String value) {
        String text = sha256 + " " + value;
        added.computeIfAbsent(shardName(sha256), name -> new StringBuilder())
                .append('\n')
                .append(text)
                .append(' ')
                .append(checksum(text))
                .append('\n');
    }

    /**
     * Keeps other processes from doing the same until it is closed, and forgets what was read, since they may have
     * written; where the file system has no locks, it only forgets.
     */
    public Closeable lock() throws IOException {
        Files.createDirectories(folder);
        FileChannel channel =
                FileChannel.open(folder.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        try {
            channel.lock();
        } catch (IOException | OverlappingFileLockException e) {
            // Without it, two stubs of one file may name different objects; both are right.
        }
        shards.clear();
        return channel;
    }

    /** Appends what was noted since the last time. */
    public void save() throws IOException {
        if (added.isEmpty()) {
            return;
        }
        Files.createDirectories(folder);
        for (Map.Entry<String, StringBuilder> entry : added.entrySet()) {
            ByteBuffer bytes = ByteBuffer.wrap(entry.getValue().toString().getBytes(StandardCharsets.US_ASCII));
            try (FileChannel channel = FileChannel.open(
                    folder.resolve(entry.getKey()),
                    StandardOpenOption.CREATE,
                    StandardOpenOption.WRITE,
                    StandardOpenOption.APPEND)) {
                while (bytes.hasRemaining()) {
                    channel.write(bytes);
                }
            }
        }
        added.clear();
    }

    private Map<Sha256, List<String>> shard(Sha256 sha256) throws IOException {
        String name = shardName(sha256);
        Map<Sha256, List<String>> shard = shards.get(name);
        if (shard == null) {
            shard = load(folder.resolve(name));
            shards.put(name, shard);
        }
        return shard;
    }

    private static Map<Sha256, List<String>> load(Path file) throws IOException {
        Map<Sha256, List<String>> shard = new HashMap<>();
        String text;
        try {
            text = new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
        } catch (NoSuchFileException e) {
            return shard;
        }
        for (String line : text.split("\n", -1)) {
            int end = line.length() - 9;
            if (end > 65
                    && line.charAt(end) == ' '
                    && RECORD.matcher(line).lookingAt()
                    && line.substring(end + 1).equals(checksum(line.substring(0, end)))) {
                shard.computeIfAbsent(Sha256.parse(line.substring(0, 64)), hash -> new ArrayList<>(1))
                        .add(line.substring(65, end));
            }
        }
        return shard;
    }

    private static String shardName(Sha256 sha256) {
        return HexFormat.of().toHexDigits(sha256.a()).substring(0, 2);
    }

    private static String checksum(String text) {
        CRC32 crc = new CRC32();
        crc.update(text.getBytes(StandardCharsets.ISO_8859_1));
        return HexFormat.of().toHexDigits((int) crc.getValue());
    }
}
