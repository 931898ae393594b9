// SPDX-License-Identifier: Apache-2.0
package org.gittheta.lfs.remote;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.gittheta.storage.repository.Git;

/**
 * Finds the endpoint of a remote by the rules of git-lfs: {@code lfs.url}, {@code remote.NAME.lfsurl}, each in git's
 * configuration and then in {@code .lfsconfig}; otherwise by the URL of the repository. git applies {@code
 * url.BASE.insteadOf}.
 */
final class Endpoints {
    private static final String SHARED = ".lfsconfig";

    private final Git git;

    Endpoints(Git git) {
        this.git = git;
    }

    /** Returns where a remote's objects are asked for; the remote is a name or a URL. */
    Endpoint of(String remote) throws IOException {
        Optional<String> told = setting("lfs.url");
        if (told.isEmpty()) {
            told = setting("remote." + remote + ".lfsurl");
        }
        return told.isPresent()
                ? EndpointUrl.ofLfs(rewritten(told.get()))
                : EndpointUrl.ofRepository(rewritten(remote));
    }

    /** Returns the URL of a remote, or a URL as insteadOf has it. */
    private String rewritten(String remote) throws IOException {
        return git.run("ls-remote", "--get-url", "--", remote).line();
    }

    private Optional<String> setting(String key) throws IOException {
        List<List<String>> places = new ArrayList<>();
        places.add(List.of());
        Optional<Path> top = top();
        if (top.isPresent() && Files.isRegularFile(top.get().resolve(SHARED))) {
            places.add(List.of("--file", top.get().resolve(SHARED).toString()));
        } else {
            places.add(List.of("--blob", ":" + SHARED));
            places.add(List.of("--blob", "HEAD:" + SHARED));
        }
        for (List<String> place : places) {
            List<String> command = new ArrayList<>(List.of("config"));
            command.addAll(place);
            command.addAll(List.of("--get", key));
            Git.Output output = git.attempt(new byte[0], command.toArray(String[]::new));
            if (output.exitCode() == 0 && !output.line().isBlank()) {
                return Optional.of(output.line());
            }
        }
        return Optional.empty();
    }

    /** Returns the top of the worktree, if there is one. */
    Optional<Path> top() throws IOException {
        Git.Output output = git.attempt(new byte[0], "rev-parse", "--show-toplevel");
        return output.exitCode() == 0 && !output.line().isEmpty()
                ? Optional.of(Path.of(output.line()))
                : Optional.empty();
    }
}
