// SPDX-License-Identifier: Apache-2.0
package org.gittheta.cli.migrate;

import java.io.BufferedOutputStream;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import org.gittheta.storage.object.TemporaryFiles;
import org.gittheta.storage.repository.Git;

/**
 * Gathers new objects in a file and gives them to git as one pack: all or none.
 *
 * <p>A pack is {@code PACK}, version 2, the count, each object as its kind and size and a zlib stream, and the hash of it
 * all. Source: gitformat-pack(5). Until refs name them, a {@code .keep} file saves them from a garbage collection.
 */
final class NewObjects implements AutoCloseable {
    private static final String KEEP = "git theta migrate";
    private static final int LARGE = 1 << 20;
    private static final Duration STALE = Duration.ofDays(1);

    private final Git git;
    private final String algorithm;
    private final Path spool;
    private final OutputStream out;
    private final Set<String> ids = new HashSet<>();

    NewObjects(Git git, TemporaryFiles temporary) throws IOException {
        this.git = git;
        boolean isSha256 = git.run("rev-parse", "--show-object-format").line().equals("sha256");
        algorithm = isSha256 ? "SHA-256" : "SHA-1";
        spool = temporary.create("pack");
        out = new BufferedOutputStream(Files.newOutputStream(spool), 1 << 16);
    }

    /** Lists the kinds of objects, with their numbers in a pack. */
    enum Kind {
        COMMIT(1),
        TREE(2),
        BLOB(3),
        TAG(4);

        private final int number;

        Kind(int number) {
            this.number = number;
        }
    }

    /** Adds an object and returns its id. */
    String add(Kind kind, byte[] content) throws IOException {
        return add(kind, content.length, () -> new ByteArrayInputStream(content));
    }

    /** Adds the content of a file as a blob and returns its id. */
    String addBlob(Path file) throws IOException {
        return add(Kind.BLOB, Files.size(file), () -> Files.newInputStream(file));
    }

    private String add(Kind kind, long size, Source source) throws IOException {
        String id = id(kind, size, source);
        if (!ids.add(id)) {
            return id;
        }
        writeHead(kind.number, size);
        Deflater deflater = new Deflater(size > LARGE ? Deflater.BEST_SPEED : Deflater.DEFAULT_COMPRESSION);
        try (InputStream content = source.open()) {
            DeflaterOutputStream compressed = new DeflaterOutputStream(out, deflater, 1 << 14);
            content.transferTo(compressed);
            compressed.finish();
        } finally {
            deflater.end();
        }
        return id;
    }

    private String id(Kind kind, long size, Source source) throws IOException {
        MessageDigest digest = digest();
        String name = kind.name().toLowerCase(Locale.ROOT);
        digest.update((name + " " + size + "\0").getBytes(StandardCharsets.US_ASCII));
        try (InputStream content = source.open();
                OutputStream sum = new DigestOutputStream(OutputStream.nullOutputStream(), digest)) {
            content.transferTo(sum);
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    /** Writes kind and size: four bits of the size in the first byte, seven in each further one, low bits first. */
    private void writeHead(int kind, long size) throws IOException {
        long rest = size >>> 4;
        int head = kind << 4 | (int) (size & 15);
        while (rest != 0) {
            out.write(head | 0x80);
            head = (int) (rest & 0x7f);
            rest >>>= 7;
        }
        out.write(head);
    }

    /**
     * Gives all objects to git.
     *
     * @return the file to delete once refs name them, if there are any
     */
    Optional<Path> store() throws IOException {
        out.close();
        if (ids.isEmpty()) {
            return Optional.empty();
        }
        Path packs = git.directory()
                .resolve(git.run("rev-parse", "--git-path", "objects/pack").line());
        sweep(packs);
        Process indexer = git.converse("index-pack", "--stdin", "--keep=" + KEEP);
        MessageDigest digest = digest();
        try (OutputStream pipe = indexer.getOutputStream()) {
            OutputStream summed = new DigestOutputStream(pipe, digest);
            ByteArrayOutputStream head = new ByteArrayOutputStream();
            head.writeBytes("PACK".getBytes(StandardCharsets.US_ASCII));
            head.writeBytes(ByteBuffer.allocate(8).putInt(2).putInt(ids.size()).array());
            summed.write(head.toByteArray());
            Files.copy(spool, summed);
            summed.flush();
            pipe.write(digest.digest());
        } catch (IOException e) {
            throw refused(e);
        }
        String said = new String(indexer.getInputStream().readAllBytes(), StandardCharsets.US_ASCII).strip();
        int tab = said.indexOf('\t');
        if (tab < 0) {
            throw refused(null);
        }
        // Git says "pack" where a .keep file is there already: that of a migration killed before its refs, or someone's
        // own.
        Path keep = packs.resolve("pack-" + said.substring(tab + 1) + ".keep");
        return said.startsWith("keep") || isOurs(keep) ? Optional.of(keep) : Optional.empty();
    }

    /** Lets go what killed migrations kept from garbage collections. */
    private static void sweep(Path packs) throws IOException {
        if (!Files.isDirectory(packs)) {
            return;
        }
        Instant limit = Instant.now().minus(STALE);
        try (DirectoryStream<Path> kept = Files.newDirectoryStream(packs, "*.keep")) {
            for (Path file : kept) {
                if (Files.getLastModifiedTime(file).toInstant().isBefore(limit) && isOurs(file)) {
                    Files.delete(file);
                }
            }
        }
    }

    private static boolean isOurs(Path keep) throws IOException {
        return Files.readString(keep, StandardCharsets.ISO_8859_1).strip().equals(KEEP);
    }

    private static IOException refused(IOException cause) {
        return new IOException(
                "git index-pack did not take the new objects: the disk may be full; nothing was changed", cause);
    }

    private MessageDigest digest() {
        try {
            return MessageDigest.getInstance(algorithm);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() throws IOException {
        out.close();
        Files.deleteIfExists(spool);
    }

    /** Opens a content, as often as needed. */
    private interface Source {
        InputStream open() throws IOException;
    }
}
