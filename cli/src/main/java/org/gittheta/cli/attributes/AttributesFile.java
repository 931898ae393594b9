// SPDX-License-Identifier: Apache-2.0
package org.gittheta.cli.attributes;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** Is an attributes file of the working tree or the user; see {@link AttributesText} for how it is changed. */
public final class AttributesFile {
    private final Path file;
    private final AttributesText text;

    private AttributesFile(Path file, AttributesText text) {
        this.file = file;
        this.text = text;
    }

    /**
     * Reads a file, which need not exist.
     *
     * @throws FileSystemException if it is a symbolic link: git does not follow it
     */
    public static AttributesFile read(Path file) throws IOException {
        if (Files.isSymbolicLink(file)) {
            throw new FileSystemException(file.toString(), null, "git does not follow a .gitattributes that is a link");
        }
        try {
            return new AttributesFile(file, new AttributesText(Files.readAllBytes(file)));
        } catch (NoSuchFileException e) {
            return new AttributesFile(file, new AttributesText(new byte[0]));
        }
    }

    /** Returns the lines that give attributes, each with its number counted from 1. */
    public List<AttributesText.Numbered> attributeLines() {
        return text.attributeLines();
    }

    /** Appends a line. */
    public void append(AttributeLine line) {
        text.append(line);
    }

    /** Replaces lines, or removes them where the function returns nothing. */
    public void replaceEach(Function<AttributeLine, Optional<AttributeLine>> change) {
        text.replaceEach(change);
    }

    /** Writes the file aside and puts it in place. */
    public void write() throws IOException {
        Path beside = file.resolveSibling(
                ".gitattributes.git-theta-" + ProcessHandle.current().pid());
        try {
            Files.write(beside, text.bytes());
            if (Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
                try {
                    Files.setPosixFilePermissions(beside, Files.getPosixFilePermissions(file));
                } catch (UnsupportedOperationException e) {
                    // No such permissions here.
                }
            }
            Files.move(beside, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(beside);
        }
    }
}
