// SPDX-License-Identifier: Apache-2.0
package org.gittheta.cli.run;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.gittheta.storage.repository.Git;

/**
 * Lists the files of a worktree that are not as HEAD has them, each with a mark that another edit changes.
 *
 * @param marks size and time of modification by path; of a file that is gone, a dash
 */
public record Changes(Map<String, String> marks) {
    /** No changes. */
    public static final Changes NONE = new Changes(Map.of());

    /** Copies the map. */
    public Changes {
        marks = Map.copyOf(marks);
    }

    /** Asks git, at the top of a worktree. */
    static Changes of(Git git) throws IOException {
        Map<String, String> marks = new TreeMap<>();
        List<String> parts = git.run(
                        "status",
                        "--porcelain",
                        "-z",
                        "--untracked-files=all",
                        "--no-renames",
                        "--ignore-submodules=none")
                .parts();
        for (String part : parts) {
            String path = part.substring(3);
            marks.put(path, mark(git.directory().resolve(path)));
        }
        return new Changes(marks);
    }

    private static String mark(Path file) throws IOException {
        if (!Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
            return "-";
        }
        BasicFileAttributes at = Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
        // A folder here is a submodule: whatever moved in it is of interest.
        return at.isDirectory() ? "/" : at.size() + " " + at.lastModifiedTime().toMillis();
    }

    boolean isEmpty() {
        return marks.isEmpty();
    }

    /** Returns the paths that are not exactly as in an earlier list. */
    List<String> since(Changes before) {
        return marks.entrySet().stream()
                .filter(entry -> !entry.getValue().equals(before.marks.get(entry.getKey())))
                .map(Map.Entry::getKey)
                .sorted()
                .toList();
    }

    /** Stages some paths, deleted ones too. */
    static void stage(Git git, Collection<String> paths) throws IOException {
        if (paths.isEmpty()) {
            return;
        }
        ByteArrayOutputStream input = new ByteArrayOutputStream();
        for (String path : new ArrayList<>(paths)) {
            input.writeBytes(path.getBytes(StandardCharsets.UTF_8));
            input.write(0);
        }
        git.run(
                input.toByteArray(),
                "--literal-pathspecs",
                "add",
                "-A",
                "--pathspec-from-file=-",
                "--pathspec-file-nul");
    }
}
