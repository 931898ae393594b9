// SPDX-License-Identifier: Apache-2.0
package org.gittheta.cli.run;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.gittheta.cli.repository.AtomicFile;
import org.tukaani.xz.LZMA2Options;
import org.tukaani.xz.XZInputStream;
import org.tukaani.xz.XZOutputStream;

/**
 * Keeps run records in files of their own: {@code .datalad/runinfo/ID}, where the id is the MD5 of the record's text and
 * the file that text, compressed by xz, on one line.
 *
 * @param folder the folder of all records
 */
public record Sidecar(Path folder) {
    private static final int MOST_BYTES = 16 << 20;
    private static final int MOST_MEMORY_KIB = 128 << 10;
    private static final byte[] MAGIC = {(byte) 0xfd, '7', 'z', 'X', 'Z', 0};

    /** Returns the name that a record's file has. */
    public static String id(String record) {
        try {
            MessageDigest md5 = MessageDigest.getInstance("MD5");
            return HexFormat.of().formatHex(md5.digest(record.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Writes a record, unless it is there, and returns its file. */
    public Path write(String record) throws IOException {
        Path file = folder.resolve(id(record));
        if (!Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
            Files.createDirectories(folder);
            // Text that Python wrote has no end of line within a value.
            String line = record.replace("\n", "");
            AtomicFile.write(file, out -> {
                XZOutputStream xz = new XZOutputStream(out, new LZMA2Options(0));
                xz.write(line.getBytes(StandardCharsets.UTF_8));
                xz.write('\n');
                xz.finish();
            });
        }
        return file;
    }

    /**
     * Reads a record's text.
     *
     * @throws MalformedRecordException if there is none, or it is damaged
     */
    public String read(String id) throws IOException {
        Path file = folder.resolve(id);
        if (!Files.isRegularFile(file)) {
            throw new MalformedRecordException(
                    "the run record is in " + file + ", which is missing: check out the commit that has it");
        }
        try (InputStream in = open(file)) {
            byte[] text = in.readNBytes(MOST_BYTES + 1);
            if (text.length > MOST_BYTES) {
                throw new MalformedRecordException("the run record " + file + " is larger than 16 MiB");
            }
            return new String(text, StandardCharsets.UTF_8);
        } catch (org.tukaani.xz.XZIOException e) {
            throw new MalformedRecordException("the run record " + file + " is damaged: " + e.getMessage());
        }
    }

    private static InputStream open(Path file) throws IOException {
        InputStream in = Files.newInputStream(file);
        byte[] begin = in.readNBytes(MAGIC.length);
        in.close();
        InputStream again = Files.newInputStream(file);
        return java.util.Arrays.equals(begin, MAGIC) ? new XZInputStream(again, MOST_MEMORY_KIB) : again;
    }
}
