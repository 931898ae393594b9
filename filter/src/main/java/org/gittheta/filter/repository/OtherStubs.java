// SPDX-License-Identifier: Apache-2.0
package org.gittheta.filter.repository;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.gittheta.storage.repository.Git;
import org.gittheta.storage.stub.Stub;

/**
 * Finds stubs of other files that a file may come from.
 *
 * @param git git, run at the top of the working tree
 * @param pathname the file
 * @param setting the value of {@code theta.base}
 */
record OtherStubs(Git git, String pathname, Optional<String> setting) {
    /** Other files that are looked into: a fine-tune's base lies near it, as a rule. */
    private static final int MOST_FILES = 16;

    /** Returns the stub that {@code theta.base} names: of REVISION:PATH, or of a path in HEAD or else in the index. */
    Optional<Stub> named() throws IOException {
        if (setting.isEmpty() || setting.get().indexOf('\n') >= 0) {
            return Optional.empty();
        }
        String name = setting.get();
        List<String> names = name.indexOf(':') >= 0 ? List.of(name) : List.of("HEAD:" + name, ":0:" + name);
        return StubsInGit.named(git, names).stream().flatMap(Optional::stream).findFirst();
    }

    /** Returns those of the other tracked files, the nearest folders' first. */
    List<Stub> tracked() throws IOException {
        List<Entry> entries = new ArrayList<>();
        Git.Output listed =
                git.attempt(new byte[0], "ls-files", "-s", "-z", "--full-name", "--", ":(top,attr:filter=theta)");
        if (listed.exitCode() != 0) {
            return List.of(); // an old git without attributes in pathspecs; a base would only have saved space
        }
        for (String part : listed.parts()) {
            // mode SP blob SP stage TAB path
            int tab = part.indexOf('\t');
            String[] words = part.substring(0, Math.max(0, tab)).split(" ", -1);
            if (words.length == 3 && words[0].startsWith("100") && words[2].equals("0")) {
                entries.add(new Entry(part.substring(tab + 1), words[1]));
            }
        }
        List<String> nearest = entries.stream()
                .filter(entry -> !entry.path().equals(pathname))
                .sorted(Comparator.comparingInt((Entry entry) -> -common(entry.path()))
                        .thenComparing(Entry::path))
                .limit(MOST_FILES)
                .map(Entry::blob)
                .toList();
        return nearest.isEmpty()
                ? List.of()
                : StubsInGit.named(git, nearest).stream()
                        .flatMap(Optional::stream)
                        .toList();
    }

    private record Entry(String path, String blob) {}

    /** Returns the number of folders from the top that both paths lie in. */
    private int common(String path) {
        int folders = 0;
        for (int i = 0; i < Math.min(path.length(), pathname.length()) && path.charAt(i) == pathname.charAt(i); i++) {
            folders += path.charAt(i) == '/' ? 1 : 0;
        }
        return folders;
    }
}
