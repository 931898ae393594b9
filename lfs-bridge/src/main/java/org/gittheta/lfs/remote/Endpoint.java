// SPDX-License-Identifier: Apache-2.0
package org.gittheta.lfs.remote;

import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;

/** Says where the Git LFS objects of a remote are asked for. */
sealed interface Endpoint {
    /**
     * Is a server that speaks the batch API.
     *
     * @param url what {@code /objects/batch} is appended to
     */
    record Http(URI url) implements Endpoint {}

    /**
     * Is a server that says over ssh where its batch API is: by {@code git-lfs-authenticate PATH download}.
     *
     * @param destination user and host
     * @param port the port, if it is not ssh's own
     * @param path the repository's path there
     * @param otherwise the batch API's URL where the server names none
     */
    record Ssh(String destination, Optional<Integer> port, String path, URI otherwise) implements Endpoint {}

    /**
     * Is a repository on this machine.
     *
     * @param path its path as git was told: absolute, or from the top of the worktree
     */
    record Folder(Path path) implements Endpoint {}
}
