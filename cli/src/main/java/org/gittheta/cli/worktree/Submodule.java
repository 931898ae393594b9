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
        List<Submodule> submodules = new ArrayList<>();
        Map<String, String> urls = null;
        for (String entry : git.run("ls-files", "-s", "-z").parts()) {
            if (entry.startsWith(GITLINK)) {
                urls = urls == null ? urls(git, "--file=.gitmodules") : urls;
                String path = entry.substring(entry.indexOf('\t') + 1);
                submodules.add(new Submodule(path, entry.split(" ", 3)[1], Optional.ofNullable(urls.get(path))));
            }
        }
        return submodules;
    }

    /** Returns those that a commit records. */
    static List<Submodule> of(Git git, String commit) throws IOException {
        List<Submodule> submodules = new ArrayList<>();
        Map<String, String> urls = null;
        for (String entry :
                git.run("ls-tree", "-r", "-z", "--full-tree", commit).parts()) {
            if (entry.startsWith(GITLINK)) {
                urls = urls == null ? urls(git, "--blob=" + commit + ":.gitmodules") : urls;
                String path = entry.substring(entry.indexOf('\t') + 1);
                submodules.add(new Submodule(
                        path,
                        entry.substring(0, entry.indexOf('\t')).split(" ", 3)[2],
                        Optional.ofNullable(urls.get(path))));
            }
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
