// SPDX-License-Identifier: Apache-2.0
package org.gittheta.benchmarks.compare;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import org.gittheta.lfs.server.LfsServer;

/** Serves a bare repository for each contestant over HTTP, git and Git LFS alike, from a process of its own: this one. */
public final class Remotes implements AutoCloseable {
    private final Path folder;
    private final LfsServer server;

    /** Opens a port for the repositories of a folder, which need not exist yet. */
    Remotes(Path folder) throws IOException {
        this.folder = Files.createDirectories(folder);
        server = LfsServer.start(folder);
    }

    /** Returns the URL of a contestant's repository. */
    URI url(Contestant contestant) {
        return server.url(name(contestant));
    }

    /** Makes an empty repository for a contestant, in the place of the one that it had. */
    void renew(Contestant contestant, Sandbox sandbox)
            throws IOException, InterruptedException, CommandFailedException {
        Path repository = folder.resolve(name(contestant));
        new FileTree(repository).delete();
        sandbox.run(folder, "git", "init", "-q", "--bare", repository.toString());
        sandbox.run(repository, "git", "config", "http.receivepack", "true");
        server.forgetRequests();
    }

    private static String name(Contestant contestant) {
        return contestant.name() + ".git";
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
