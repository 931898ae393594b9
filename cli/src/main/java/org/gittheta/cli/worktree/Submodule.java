// SPDX-License-Identifier: Apache-2.0
package org.gittheta.cli.worktree;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.gittheta.storage.repository.Git;

/**
 * Is a submodule as a superproject's index records it.
 *
 * @param path where it belongs, from the top of the superproject
 * @param commit the commit that is recorded
 * @param url where {@code .gitmodules} says that it comes from, if it does
 */
record Submodule(String path, String commit, Optional<String> url) {
    private static final String GITLINK = "160000 ";

    /** Returns those of a worktree, in the order of their paths. */
    static List<Submodule> of(Git git) throws IOException {
        return of(git, git.run("ls-files", "-s", "-z"), 1, "--file=.gitmodules");
    }

    /** Returns those that a commit records. */
    static List<Submodule> of(Git git, String commit) throws IOException {
        return of(git, git.run("ls-tree", "-r", "-z", "--full-tree", commit), 2, "--blob=" + commit + ":.gitmodules");
    }

    /** Picks them from a list of git's: words, of which one is the commit, then a tab and the path. */
    private static List<Submodule> of(Git git, Git.Output list, int commitAt, String modules) throws IOException {
        List<String> entries =
                list.parts().stream().filter(entry -> entry.startsWith(GITLINK)).toList();
        Map<String, String> urls = entries.isEmpty() ? Map.of() : urls(git, modules);
        List<Submodule> submodules = new ArrayList<>();
        for (String entry : entries) {
            int tab = entry.indexOf('\t');
            String path = entry.substring(tab + 1);
            String commit = entry.substring(0, tab).split(" ", -1)[commitAt];
            submodules.add(new Submodule(path, commit, Optional.ofNullable(urls.get(path))));
        }
        return submodules;
    }

    private static Map<String, String> urls(Git git, String from) throws IOException {
        Map<String, String> paths = new HashMap<>();
        Map<String, String> urls = new HashMap<>();
        Git.Output output =
                git.attempt(new byte[0], "config", "-z", from, "--get-regexp", "^submodule\\..*\\.(path|url)$");
        for (String part : output.parts()) {
            int end = part.indexOf('\n');
            int dot = end < 0 ? -1 : part.lastIndexOf('.', end);
            if (dot > 0) {
                (part.startsWith("path", dot + 1) ? paths : urls).put(part.substring(0, dot), part.substring(end + 1));
            }
        }
        Map<String, String> byPath = new HashMap<>();
        paths.forEach((name, path) -> {
            if (urls.containsKey(name)) {
                byPath.put(path, urls.get(name));
            }
        });
        return byPath;
    }

    /** Tells whether it is checked out in a worktree of the superproject. */
    boolean isIn(Path top) {
        return Files.exists(top.resolve(path).resolve(".git"));
    }
}
