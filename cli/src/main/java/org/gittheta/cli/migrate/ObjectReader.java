// SPDX-License-Identifier: Apache-2.0
package org.gittheta.cli.migrate;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import org.gittheta.storage.repository.Git;

/**
 * Reads git's objects as they are stored, replaced ones too, through {@code git cat-file}.
 *
 * <p>For one thread. Blobs are read while they come; all others are taken into memory.
 */
final class ObjectReader implements AutoCloseable {
    private static final int LARGEST_IN_MEMORY = 1 << 28;

    private final Git git;
    private Conversation contents;
    private Conversation heads;

    ObjectReader(Git git) {
        this.git = git.with("GIT_NO_REPLACE_OBJECTS", "1");
    }

    /**
     * Says what an object is.
     *
     * @param id its id
     * @param kind {@code blob}, {@code tree}, {@code commit}, {@code tag}
     * @param size its length in bytes
     */
    record Head(String id, String kind, long size) {}

    /** Reads the content of an object. */
    interface Use<T> {
        /** Takes the content, which need not be read to its end. */
        T apply(InputStream content) throws IOException;
    }

    /** Asks what an object is. */
    Head head(String id) throws IOException {
        if (heads == null) {
            heads = new Conversation(git.converse("cat-file", "--batch-check"));
        }
        return heads.ask(id);
    }

    /** Returns the whole content of an object of that kind. */
    byte[] read(String id, String kind) throws IOException {
        return stream(id, kind, (head, in) -> {
            if (head.size() > LARGEST_IN_MEMORY) {
                throw new IOException(
                        "the " + kind + " " + id + " has " + head.size() + " bytes, which is too large to rewrite");
            }
            byte[] content = in.readAllBytes();
            if (content.length != head.size()) {
                throw new EOFException("git cat-file ended early");
            }
            return content;
        });
    }

    /** Hands the content of a blob to whoever uses it. */
    <T> T readBlob(String id, Use<T> use) throws IOException {
        return stream(id, "blob", (head, in) -> use.apply(in));
    }

    private <T> T stream(String id, String kind, HeadedUse<T> use) throws IOException {
        if (contents == null) {
            contents = new Conversation(git.converse("cat-file", "--batch"));
        }
        Head head = contents.ask(id);
        Bounded in = new Bounded(contents.answers, head.size());
        if (!head.kind().equals(kind)) {
            in.finish();
            throw new IOException("git has a " + head.kind() + " " + id + " where a " + kind + " was expected");
        }
        T result = use.apply(head, in);
        in.finish();
        return result;
    }

    @Override
    public void close() {
        for (Conversation conversation : new Conversation[] {contents, heads}) {
            if (conversation != null) {
                conversation.process.destroy();
            }
        }
    }

    /** Uses a content, knowing its size. */
    private interface HeadedUse<T> {
        T apply(Head head, InputStream content) throws IOException;
    }

    /** Puts questions to one {@code git cat-file}. */
    private static final class Conversation {
        private final Process process;
        private final InputStream answers;

        Conversation(Process process) {
            this.process = process;
            answers = new BufferedInputStream(process.getInputStream(), 1 << 16);
        }

        Head ask(String id) throws IOException {
            process.getOutputStream().write((id + "\n").getBytes(StandardCharsets.US_ASCII));
            process.getOutputStream().flush();
            StringBuilder line = new StringBuilder(64);
            int b;
            while ((b = answers.read()) != '\n') {
                if (b < 0) {
                    throw new EOFException("git cat-file ended early at " + id);
                }
                line.append((char) b);
            }
            String[] words = line.toString().split(" ", -1);
            if (words.length != 3) {
                throw new IOException("git has no object " + id + ": 'git fsck' says more");
            }
            return new Head(id, words[1], Long.parseLong(words[2]));
        }
    }

    /** Ends where one object ends, and skips what nobody read. */
    private static final class Bounded extends FilterInputStream {
        private long left;

        Bounded(InputStream in, long size) {
            super(in);
            left = size;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            if (left == 0) {
                return -1;
            }
            int read = in.read(bytes, offset, (int) Math.min(length, left));
            if (read < 0) {
                throw new EOFException("git cat-file ended early");
            }
            left -= read;
            return read;
        }

        @Override
        public long skip(long count) throws IOException {
            long skipped = in.skip(Math.min(count, left));
            left -= skipped;
            return skipped;
        }

        @Override
        public int available() throws IOException {
            return (int) Math.min(in.available(), left);
        }

        @Override
        public boolean markSupported() {
            return false;
        }

        @Override
        public void close() {
            // The conversation goes on.
        }

        void finish() throws IOException {
            in.skipNBytes(left + 1); // and the end of line behind it
            left = 0;
        }
    }
}
