// SPDX-License-Identifier: Apache-2.0
package org.gittheta.lfs;

import java.io.IOException;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.gittheta.storage.repository.Git;

/**
 * Describes the git-lfs program that git finds.
 *
 * @param description what {@code git lfs version} prints, such as {@code git-lfs/3.7.1 (GitHub; linux amd64; go 1.25.3)}
 * @param major the first number of its version
 * @param minor the second
 */
public record GitLfs(String description, int major, int minor) {
    /** The oldest version that takes object ids on standard input, as text. */
    public static final String OLDEST = "3.3";

    private static final int OLDEST_MAJOR = 3;
    private static final int OLDEST_MINOR = 3;
    private static final Pattern VERSION = Pattern.compile("git-lfs/(\\d{1,9})\\.(\\d{1,9})\\b.*", Pattern.DOTALL);

    /**
     * Asks for git-lfs's version.
     *
     * @return the program, or nothing if there is none or it does not say which it is
     * @throws IOException if git cannot be run
     */
    public static Optional<GitLfs> find(Git git) throws IOException {
        Git.Output output = git.attempt(new byte[0], "lfs", "version");
        return output.exitCode() == 0 ? of(output.line()) : Optional.empty();
    }

    static Optional<GitLfs> of(String description) {
        Matcher matcher = VERSION.matcher(description);
        return matcher.matches()
                ? Optional.of(
                        new GitLfs(description, Integer.parseInt(matcher.group(1)), Integer.parseInt(matcher.group(2))))
                : Optional.empty();
    }

    /** Tells whether it can push objects by their ids. */
    public boolean canPushObjects() {
        return major > OLDEST_MAJOR || (major == OLDEST_MAJOR && minor >= OLDEST_MINOR);
    }
}
