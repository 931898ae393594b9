// SPDX-License-Identifier: Apache-2.0
package org.gittheta.cli.attributes;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * Holds the lines of one attributes file and changes only those it is asked to: comments, order, line ends and bytes that
 * are no UTF-8 stay.
 */
public final class AttributesFile {
    private static final String MARK = "\u00EF\u00BB\u00BF";

    private final Path file;
    /** Lines with their ends, one character a byte. */
    private final List<String> lines;

    private AttributesFile(Path file, List<String> lines) {
        this.file = file;
        this.lines = lines;
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
            String text = new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
            List<String> lines = new ArrayList<>();
            int from = 0;
            while (from < text.length()) {
                int end = text.indexOf('\n', from);
                int next = end < 0 ? text.length() : end + 1;
                lines.add(text.substring(from, next));
                from = next;
            }
            return new AttributesFile(file, lines);
        } catch (NoSuchFileException e) {
            return new AttributesFile(file, new ArrayList<>());
        }
    }

    /** Returns the lines that give attributes, each with its number counted from 1. */
    public List<Numbered> attributeLines() {
        List<Numbered> found = new ArrayList<>();
        for (int i = 0; i < lines.size(); i++) {
            int number = i + 1;
            parse(i).ifPresent(line -> found.add(new Numbered(number, line)));
        }
        return found;
    }

    private Optional<AttributeLine> parse(int index) {
        String line = utf8(lines.get(index));
        return AttributeLine.parse(index == 0 && lines.get(0).startsWith(MARK) ? line.substring(1) : line);
    }

    /** Appends a line. */
    public void append(AttributeLine line) {
        int last = lines.size() - 1;
        String end = last >= 0 && lines.get(0).endsWith("\r\n") ? "\r\n" : "\n";
        if (last >= 0 && !lines.get(last).endsWith("\n")) {
            lines.set(last, lines.get(last) + end);
        }
        lines.add(bytes(line.toString()) + end);
    }

    /** Replaces lines, or removes them where the function returns nothing. */
    public void replaceEach(Function<AttributeLine, Optional<AttributeLine>> change) {
        for (int i = lines.size() - 1; i >= 0; i--) {
            Optional<AttributeLine> line = parse(i);
            if (line.isEmpty()) {
                continue;
            }
            Optional<AttributeLine> changed = change.apply(line.get());
            if (changed.isEmpty()) {
                lines.remove(i);
            } else if (!changed.equals(line)) {
                String old = lines.get(i);
                String end = old.endsWith("\r\n") ? "\r\n" : old.endsWith("\n") ? "\n" : "";
                lines.set(i, bytes(changed.get().toString()) + end);
            }
        }
    }

    /** Writes the file aside and puts it in place. */
    public void write() throws IOException {
        Path beside = file.resolveSibling(
                ".gitattributes.git-theta-" + ProcessHandle.current().pid());
        try {
            Files.write(beside, String.join("", lines).getBytes(StandardCharsets.ISO_8859_1));
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

    private static String utf8(String bytes) {
        return new String(bytes.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
    }

    private static String bytes(String text) {
        return new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
    }

    /**
     * Says where a line stands.
     *
     * @param number its number, counted from 1
     * @param line the line
     */
    public record Numbered(int number, AttributeLine line) {}
}
