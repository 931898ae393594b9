// SPDX-License-Identifier: Apache-2.0
package org.gittheta.cli.repository;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import org.gittheta.storage.repository.Git;
import org.gittheta.storage.stub.StubFormat;
import org.gittheta.storage.stub.StubFormatException;

/**
 * Reads stubs from git's object database through one {@code git cat-file --batch}, started at the first question.
 *
 * <p>A blob that is no stub is skipped as it comes, so its size costs time but no memory.
 */
public final class BlobReader implements AutoCloseable {

    private final Git git;
    private Process process;
    private InputStream answers;
    private OutputStream questions;

    /** Takes git. */
    public BlobReader(Git git) {
        this.git = git;
    }

    /** Reads the blob of that id. */
    public BlobContent read(String oid) throws IOException {
        if (process == null) {
            process = git.converse("cat-file", "--batch");
            answers = new BufferedInputStream(process.getInputStream(), 1 << 16);
            questions = new BufferedOutputStream(process.getOutputStream());
        }
        questions.write((oid + "\n").getBytes(StandardCharsets.US_ASCII));
        questions.flush();
        String[] head = line().split(" ", -1);
        if (head.length != 3) {
            return new BlobContent.Missing();
        }
        long size = Long.parseLong(head[2]);
        BlobContent content = content(oid, size);
        answers.skipNBytes(1);
        return content;
    }

    private BlobContent content(String oid, long size) throws IOException {
        byte[] prefix = answers.readNBytes((int) Math.min(size, StubFormat.MAGIC_BYTES));
        if (!StubFormat.isStub(prefix, prefix.length) || size > StubFormat.LARGEST_BYTES) {
            answers.skipNBytes(size - prefix.length);
            return new BlobContent.Raw(size);
        }
        byte[] text = new byte[(int) size];
        System.arraycopy(prefix, 0, text, 0, prefix.length);
        if (answers.readNBytes(text, prefix.length, text.length - prefix.length) != text.length - prefix.length) {
            throw new EOFException("git cat-file ended early");
        }
        return parse(text, oid);
    }

    static BlobContent parse(byte[] text, String oid) {
        try {
            return new BlobContent.Stubbed(StubFormat.read(text), oid);
        } catch (StubFormatException e) {
            return new BlobContent.Damaged(e.getMessage());
        }
    }

    private String line() throws IOException {
        StringBuilder line = new StringBuilder(64);
        int b;
        while ((b = answers.read()) != '\n') {
            if (b < 0) {
                throw new EOFException("git cat-file ended early");
            }
            line.append((char) b);
        }
        return line.toString();
    }

    @Override
    public void close() {
        if (process != null) {
            process.destroy();
        }
    }
}
