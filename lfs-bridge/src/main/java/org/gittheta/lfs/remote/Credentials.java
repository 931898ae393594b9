// SPDX-License-Identifier: Apache-2.0
package org.gittheta.lfs.remote;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.gittheta.storage.repository.Git;

/**
 * Holds a user and a password that {@code ~/.netrc} or git's credential helpers know (git-credential(1)).
 *
 * @param described what git said: it is handed back with the verdict; empty if git was not asked
 * @param header the value of an Authorization header (RFC 7617)
 */
record Credentials(String described, String header) {
    /** Looks into {@code ~/.netrc}, then asks git, which asks its helpers, and the user if there is a terminal. */
    static Optional<Credentials> fill(Git git, URI url) throws IOException {
        Optional<String> pairOfHost = Netrc.find(git, url.getHost());
        if (pairOfHost.isPresent()) {
            return Optional.of(new Credentials("", basic(pairOfHost.get())));
        }
        Git.Output output = git.attempt(bytes("url=" + url + "\n\n"), "credential", "fill");
        if (output.exitCode() != 0) {
            return Optional.empty();
        }
        Map<String, String> said = new HashMap<>();
        output.text().lines().forEach(line -> {
            int equals = line.indexOf('=');
            if (equals > 0) {
                said.put(line.substring(0, equals), line.substring(equals + 1));
            }
        });
        if (!said.containsKey("password")) {
            return Optional.empty();
        }
        String pair = said.getOrDefault("username", "") + ":" + said.get("password");
        return Optional.of(new Credentials(output.text(), basic(pair)));
    }

    /** Returns the header for a user and a password with a colon between them. */
    static String basic(String pair) {
        return "Basic " + Base64.getEncoder().encodeToString(bytes(pair));
    }

    /** Tells the helpers whether the server took it. */
    void judge(Git git, boolean isRight) throws IOException {
        if (described.isEmpty()) {
            return;
        }
        git.attempt(bytes(described + "\n"), "credential", isRight ? "approve" : "reject");
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public String toString() {
        return "Credentials";
    }
}
