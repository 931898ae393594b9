// SPDX-License-Identifier: Apache-2.0
package org.gittheta.lfs.remote;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.gittheta.lfs.GitLfsAnswer;
import org.gittheta.storage.repository.Git;

/**
 * Asks a server over ssh where its batch API is and what to send it: {@code git-lfs-authenticate PATH download}.
 *
 * <p>Source: docs/api/server-discovery.md of git-lfs. The ssh program is the one that git uses: {@code GIT_SSH_COMMAND},
 * {@code core.sshCommand}, {@code GIT_SSH}, {@code ssh}.
 */
final class SshAccess {
    private static final String RUN_SSH = "command=${GIT_SSH_COMMAND:-$1}; shift; if [ -n \"$command\" ]; then"
            + " eval \"exec $command \\\"\\$@\\\"\"; else exec \"${GIT_SSH:-ssh}\" \"$@\"; fi";

    /** Needs no quotes in the shell of the server; some servers are no shell and take none. */
    private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9._/~+@%,:=-]+");

    private SshAccess() {}

    static BatchMessages.Access of(Git git, Endpoint.Ssh endpoint) throws IOException {
        Git.Output setting = git.attempt(new byte[0], "config", "core.sshCommand");
        List<String> arguments = new ArrayList<>(List.of(setting.exitCode() == 0 ? setting.line() : ""));
        endpoint.port().ifPresent(port -> arguments.addAll(List.of("-p", String.valueOf(port))));
        arguments.add(endpoint.destination());
        arguments.add("git-lfs-authenticate " + quoted(endpoint.path()) + " download");
        Git.Output output = git.shell(RUN_SSH, arguments.toArray(String[]::new));
        String asking = "asking " + endpoint.destination() + " over ssh for its Git LFS server";
        if (output.exitCode() != 0) {
            throw new RemoteFaultException(
                    GitLfsAnswer.sentence(asking + ": ssh to", endpoint.destination(), output.errors()));
        }
        try {
            return BatchMessages.access(output.bytes());
        } catch (IOException e) {
            throw new RemoteFaultException(asking + " failed: its git-lfs-authenticate says nothing of use", e);
        }
    }

    private static String quoted(String path) {
        return PLAIN.matcher(path).matches() ? path : "'" + path.replace("'", "'\\''") + "'";
    }
}
