// SPDX-License-Identifier: Apache-2.0
package org.gittheta.lfs.fetch;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.gittheta.storage.repository.Git;

/** Decides which remotes to ask for objects, and in which order. */
public final class Remotes {
    private Remotes() {}

    /**
     * Returns the names of all remotes: the one that the branch follows, then {@code remote.lfsdefault}, then {@code
     * origin}, then the others.
     */
    public static List<String> inOrder(Git git) throws IOException {
        Set<String> configured =
                new LinkedHashSet<>(git.run("remote").text().lines().toList());
        List<String> first = new ArrayList<>();
        Git.Output branch = git.attempt(new byte[0], "symbolic-ref", "--quiet", "--short", "HEAD");
        if (branch.exitCode() == 0) {
            setting(git, "branch." + branch.line() + ".remote").ifPresent(first::add);
        }
        setting(git, "remote.lfsdefault").ifPresent(first::add);
        first.add("origin");
        Set<String> ordered = new LinkedHashSet<>(first);
        ordered.retainAll(configured);
        ordered.addAll(configured);
        return List.copyOf(ordered);
    }

    /** Returns the remote to push to by default: {@code branch.NAME.pushRemote}, {@code remote.pushDefault}, the first. */
    public static Optional<String> forPush(Git git) throws IOException {
        Git.Output branch = git.attempt(new byte[0], "symbolic-ref", "--quiet", "--short", "HEAD");
        Optional<String> named =
                branch.exitCode() == 0 ? setting(git, "branch." + branch.line() + ".pushRemote") : Optional.empty();
        named = named.isPresent() ? named : setting(git, "remote.pushDefault");
        return named.isPresent() ? named : inOrder(git).stream().findFirst();
    }

    private static Optional<String> setting(Git git, String key) throws IOException {
        Git.Output output = git.attempt(new byte[0], "config", key);
        return output.exitCode() == 0 ? Optional.of(output.line()) : Optional.empty();
    }
}
