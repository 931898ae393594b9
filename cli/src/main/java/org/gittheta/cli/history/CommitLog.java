// SPDX-License-Identifier: Apache-2.0
package org.gittheta.cli.history;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.gittheta.cli.diff.ChangedFile;
import org.gittheta.storage.repository.Git;

/** Reads {@code git log}, commit by commit, while it comes. */
public final class CommitLog {
    private static final char MARK = '\u0001';
    private static final String BETWEEN = "\u0002";
    private static final int FIELDS = 4;

    private CommitLog() {}

    /** Is shown commits. */
    @FunctionalInterface
    public interface Visitor {
        /** Takes a commit. */
        void visit(LoggedCommit commit) throws IOException;
    }

    /**
     * Shows the commits, the newest first.
     *
     * @param arguments what {@code git log} takes: options, revisions, paths
     */
    public static void read(Git git, List<String> arguments, Visitor visitor) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                "log", "--raw", "-z", "--no-abbrev", "--no-color", "--no-show-signature", "--ignore-submodules=all"));
        command.add("--format=tformat:" + MARK + String.join(BETWEEN, "%H", "%an", "%aI", "%s"));
        command.addAll(arguments);
        git.stream(
                new byte[0],
                out -> {
                    read(new BufferedInputStream(out, 1 << 16), visitor);
                    return null;
                },
                command.toArray(String[]::new));
    }

    private static void read(InputStream in, Visitor visitor) throws IOException {
        LoggedCommit commit = null;
        List<ChangedFile> files = new ArrayList<>();
        List<List<ChangedFile>> merged = new ArrayList<>();
        for (String token = token(in); token != null; token = token(in)) {
            if (token.indexOf(MARK) == 0) {
                show(commit, files, merged, visitor);
                String[] fields = token.substring(1).split(BETWEEN, FIELDS);
                commit = fields.length == FIELDS
                        ? new LoggedCommit(fields[0], fields[1], fields[2], fields[3], List.of(), List.of())
                        : null;
            } else if (token.startsWith("::")) {
                merged.add(merged(token, token(in)));
            } else if (token.startsWith(":")) {
                String[] words = token.split(" ", -1);
                String path = token(in);
                char status = words.length < 5 ? ' ' : words[4].charAt(0);
                String latest = status == 'R' || status == 'C' ? token(in) : path;
                if (latest != null && words.length >= 5) {
                    files.add(new ChangedFile(status, path, latest, words[2], words[3]));
                }
            }
        }
        show(commit, files, merged, visitor);
    }

    /** Reads a line of git's combined raw format: a colon, a mode, a blob and a letter for each parent. */
    private static List<ChangedFile> merged(String line, String path) {
        int parents = 0;
        while (parents < line.length() && line.charAt(parents) == ':') {
            parents++;
        }
        String[] words = line.substring(parents).split(" ", -1);
        List<ChangedFile> sides = new ArrayList<>();
        if (path != null && words.length == 2 * (parents + 1) + 1 && words[2 * (parents + 1)].length() == parents) {
            String oid = words[2 * parents + 1];
            for (int i = 0; i < parents; i++) {
                char status = words[2 * (parents + 1)].charAt(i);
                sides.add(new ChangedFile(status == 'R' ? 'M' : status, path, path, words[parents + 1 + i], oid));
            }
        }
        return List.copyOf(sides);
    }

    private static void show(
            LoggedCommit commit, List<ChangedFile> files, List<List<ChangedFile>> merged, Visitor visitor)
            throws IOException {
        if (commit != null) {
            visitor.visit(
                    new LoggedCommit(commit.id(), commit.author(), commit.date(), commit.subject(), files, merged));
        }
        files.clear();
        merged.clear();
    }

    /** Returns the text up to the next NUL, without a line feed before it, or null at the end. */
    private static String token(InputStream in) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(128);
        int b = in.read();
        if (b < 0) {
            return null;
        }
        while (b > 0) {
            if (b != '\n' || bytes.size() > 0) {
                bytes.write(b);
            }
            b = in.read();
        }
        return bytes.toString(StandardCharsets.UTF_8);
    }
}
