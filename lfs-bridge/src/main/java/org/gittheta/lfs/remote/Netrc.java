// SPDX-License-Identifier: Apache-2.0
package org.gittheta.lfs.remote;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.StringTokenizer;
import org.gittheta.storage.repository.Git;

/**
 * Finds a host's user and password in {@code ~/.netrc}, which git and git-lfs read, too.
 *
 * <p>Source: the .netrc chapter of ftp(1), as curl has it. Macros are skipped.
 */
final class Netrc {
    private static final long LARGEST_FILE = 1 << 20;

    private Netrc() {}

    /** Returns {@code USER:PASSWORD} of the first entry that is for the host, or for all. */
    static Optional<String> find(Git git, String host) {
        Optional<String> home = git.variable("HOME");
        if (home.isEmpty()) {
            return Optional.empty();
        }
        try {
            Path file = Path.of(home.get(), ".netrc");
            return Files.isRegularFile(file) && Files.size(file) <= LARGEST_FILE
                    ? find(Files.readString(file, StandardCharsets.UTF_8), host)
                    : Optional.empty();
        } catch (IOException | RuntimeException e) {
            // One that cannot be read is none: git goes on to its helpers.
            return Optional.empty();
        }
    }

    static Optional<String> find(String text, String host) {
        // A macro goes up to the next empty line.
        String plain = text.replaceAll("(?ms)^\\s*macdef\\b.*?(^\\s*$|\\z)", "").replaceAll("(?m)(^|\\s)#.*$", "");
        StringTokenizer words = new StringTokenizer(plain);
        boolean isHere = false;
        String user = "";
        while (words.hasMoreTokens()) {
            String key = words.nextToken();
            if (key.equals("default")) {
                isHere = true;
            } else if (words.hasMoreTokens()) {
                String value = words.nextToken();
                switch (key) {
                    case "machine" -> {
                        isHere = value.equalsIgnoreCase(host);
                        user = "";
                    }
                    case "login" -> user = value;
                    case "password" -> {
                        if (isHere) {
                            return Optional.of(user + ":" + value);
                        }
                    }
                    default -> {
                        // Such as an account.
                    }
                }
            }
        }
        return Optional.empty();
    }
}
