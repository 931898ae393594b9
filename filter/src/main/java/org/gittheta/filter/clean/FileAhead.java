// SPDX-License-Identifier: Apache-2.0
package org.gittheta.filter.clean;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;

/**
 * Reads ahead in the file that a stream is probably being read from; opened when it is first wanted. It is not mapped: a
 * file that becomes shorter must not kill the process.
 */
final class FileAhead implements Ahead, Closeable {
    private final Optional<Path> path;
    private FileChannel channel;
    private boolean isTried;

    /** Takes the file, if there is one. */
    FileAhead(Optional<Path> path) {
        this.path = path;
    }

    @Override
    public int read(long at, ByteBuffer into) throws IOException {
        if (!isTried) {
            isTried = true;
            channel = opened();
        }
        return channel == null ? -1 : channel.read(into, at);
    }

    private FileChannel opened() throws IOException {
        // What is no file, such as a pipe that nobody writes into, could wait for ever.
        return path.isPresent() && Files.isRegularFile(path.get(), LinkOption.NOFOLLOW_LINKS)
                ? FileChannel.open(path.get(), StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS)
                : null;
    }

    @Override
    public void close() throws IOException {
        if (channel != null) {
            channel.close();
        }
    }
}
