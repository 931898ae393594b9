// SPDX-License-Identifier: Apache-2.0
package org.gittheta.cli.repository;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.gittheta.storage.stub.StubFormat;

/** Looks at files of the worktree. */
public final class WorkingFile {

    private WorkingFile() {}

    /**
     * Says what a file of the worktree holds, reading no more than it must; links are not followed.
     *
     * @param file the file
     * @param idLength the number of digits of the repository's object ids: 40 or 64
     */
    public static BlobContent read(Path file, int idLength) throws IOException {
        BasicFileAttributes attributes;
        try {
            attributes = Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
        } catch (NoSuchFileException e) {
            return new BlobContent.Missing();
        } catch (FileSystemException e) {
            // A folder on the way is a file.
            return new BlobContent.Missing();
        }
        if (!attributes.isRegularFile()) {
            return new BlobContent.Raw(0);
        }
        if (attributes.size() > StubFormat.LARGEST_BYTES) {
            return new BlobContent.Raw(attributes.size());
        }
        try (InputStream in = Files.newInputStream(file, LinkOption.NOFOLLOW_LINKS)) {
            byte[] prefix = in.readNBytes(StubFormat.MAGIC_BYTES);
            if (!StubFormat.isStub(prefix, prefix.length)) {
                return new BlobContent.Raw(attributes.size());
            }
        }
        byte[] text = Files.readAllBytes(file);
        return BlobReader.parse(text, blobId(text, idLength));
    }

    private static String blobId(byte[] content, int idLength) {
        try {
            MessageDigest digest = MessageDigest.getInstance(idLength == 64 ? "SHA-256" : "SHA-1");
            digest.update(("blob " + content.length + "\0").getBytes(StandardCharsets.US_ASCII));
            return HexFormat.of().formatHex(digest.digest(content));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
