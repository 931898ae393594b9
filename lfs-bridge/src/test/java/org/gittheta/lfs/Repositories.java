// SPDX-License-Identifier: Apache-2.0
package org.gittheta.lfs;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashMap;
import java.util.Map;
import org.gittheta.storage.digest.Sha256;
import org.gittheta.storage.object.StoredObject;
import org.gittheta.storage.repository.Git;

/**
 * Makes repositories in a temporary folder with a git that sees nothing of the user's settings.
 *
 * @param root the folder
 * @param environment what git sees
 */
public record Repositories(Path root, Map<String, String> environment) {
    /** Makes the home of a user without settings. */
    public static Repositories in(Path root) throws IOException {
        Map<String, String> environment = new HashMap<>();
        Path home = Files.createDirectories(root.resolve("home"));
        environment.put("PATH", System.getenv("PATH"));
        environment.put("HOME", home.toString());
        environment.put("GIT_CONFIG_NOSYSTEM", "1");
        environment.put("GIT_TERMINAL_PROMPT", "0");
        environment.put("LC_ALL", "C.UTF-8");
        for (String who : new String[] {"AUTHOR", "COMMITTER"}) {
            environment.put("GIT_" + who + "_NAME", "Test");
            environment.put("GIT_" + who + "_EMAIL", "test@example.org");
        }
        return new Repositories(root, Map.copyOf(environment));
    }

    /** Returns git in a folder. */
    public Git git(String name) {
        return new Git(root.resolve(name), environment);
    }

    /** Makes a repository on branch main. */
    public Git make(String name) throws IOException {
        Files.createDirectories(root.resolve(name));
        Git git = git(name);
        git.run("init", "-q", "-b", "main");
        return git;
    }

    /** Makes a bare repository. */
    public Git bare(String name) throws IOException {
        Files.createDirectories(root.resolve(name));
        Git git = git(name);
        git.run("init", "-q", "--bare", "-b", "main");
        return git;
    }

    /** Skips the test where there is no git-lfs. */
    public void assumeGitLfs() throws IOException {
        assumeTrue(GitLfs.find(new Git(root, environment)).isPresent(), "needs git-lfs on the PATH");
    }

    /** Puts an object into a store as git-lfs lays it out. */
    public static StoredObject store(Path lfs, byte[] content) throws IOException {
        StoredObject object = new StoredObject(hash(content), content.length);
        String oid = object.oid().toString();
        Path file = lfs.resolve("objects")
                .resolve(oid.substring(0, 2))
                .resolve(oid.substring(2, 4))
                .resolve(oid);
        Files.createDirectories(file.getParent());
        Files.write(file, content);
        return object;
    }

    /** Returns the SHA-256 of bytes. */
    public static Sha256 hash(byte[] content) {
        try {
            return Sha256.of(MessageDigest.getInstance("SHA-256").digest(content));
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }
}
