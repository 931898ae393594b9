// SPDX-License-Identifier: Apache-2.0
package org.gittheta.lfs.remote;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.gittheta.lfs.GitLfsAnswer;
import org.gittheta.storage.object.FileObjectStore;
import org.gittheta.storage.object.StoredObject;
import org.gittheta.storage.repository.Git;
import org.gittheta.storage.repository.RepositoryLayout;
import org.gittheta.storage.repository.Settings;

/**
 * Asks remotes which objects they have, and moves none: through the batch API of their Git LFS server, or by a look
 * into the store of a remote that is a path.
 *
 * <p>Not everything that git-lfs can be told is understood: a custom transfer agent cannot be asked, nor a server that
 * speaks Git LFS over ssh alone, nor anything through a proxy that is not HTTP or with a client certificate.
 */
public final class RemoteObjects {
    /** As many as git-lfs asks for at once; some servers take no more. */
    private static final int BATCH = 100;

    private static final int AT_ONCE = 4;

    private final Git git;

    /** Takes git, in the repository whose remotes are asked. */
    public RemoteObjects(Git git) {
        this.git = git;
    }

    /**
     * Returns those of some objects that a remote has: each one it says so of. Silence, another size and an error of an
     * object count as a no.
     *
     * @param remote the remote's name, or a URL
     * @throws RemoteFaultException if it cannot be asked
     */
    public Set<StoredObject> held(String remote, Collection<StoredObject> objects) throws IOException {
        Set<StoredObject> asked = new LinkedHashSet<>(objects);
        if (asked.isEmpty()) {
            return Set.of();
        }
        Endpoint endpoint = new Endpoints(git).of(remote);
        if (endpoint instanceof Endpoint.Folder folder) {
            return inFolder(lfsOf(folder), asked);
        }
        Set<StoredObject> held = onServer(server(endpoint), asked);
        held.retainAll(asked);
        return held;
    }

    /**
     * Tells whether a remote keeps its objects in one directory with this clone: it is this repository, or shares {@code
     * lfs.storage} with it. What it has is no second copy.
     *
     * @param lfs git-lfs's directory of this clone
     */
    public boolean isSameStore(String remote, Path lfs) throws IOException {
        return new Endpoints(git).of(remote) instanceof Endpoint.Folder folder
                && Files.isDirectory(lfs)
                && Files.isDirectory(lfsOf(folder))
                && Files.isSameFile(lfs, lfsOf(folder));
    }

    private static Set<StoredObject> inFolder(Path lfs, Set<StoredObject> asked) throws IOException {
        FileObjectStore store = new FileObjectStore(lfs);
        Set<StoredObject> held = new HashSet<>();
        for (StoredObject object : asked) {
            if (store.isExposed(object)) {
                held.add(object);
            }
        }
        return held;
    }

    /** Finds git-lfs's directory of another repository, which git takes with or without {@code .git} behind its name. */
    private Path lfsOf(Endpoint.Folder remote) throws IOException {
        Path base = new Endpoints(git).top().orElse(git.directory());
        Path named = base.resolve(remote.path()).normalize();
        for (Path folder : List.of(named, Path.of(named + ".git"))) {
            if (Files.isDirectory(folder)) {
                Git there = git.elsewhere(folder)
                        .with(
                                "GIT_CEILING_DIRECTORIES",
                                folder.toAbsolutePath().resolveSibling("").toString());
                Git.Output common =
                        there.attempt(new byte[0], "rev-parse", "--path-format=absolute", "--git-common-dir");
                if (common.exitCode() == 0) {
                    Path directory = Path.of(common.line());
                    return new RepositoryLayout(directory, directory)
                            .lfs(Settings.read(there).lfsStorage());
                }
            }
        }
        throw new RemoteFaultException(named + " is no git repository that can be read");
    }

    private BatchServer server(Endpoint endpoint) throws IOException {
        if (endpoint instanceof Endpoint.Http http) {
            refuseAgents(http.url().toString());
            return new BatchServer(git, http.url(), Map.of());
        }
        Endpoint.Ssh ssh = (Endpoint.Ssh) endpoint;
        refuseAgents(ssh.otherwise().toString());
        BatchMessages.Access access = SshAccess.of(git, ssh);
        return new BatchServer(
                git, access.href().isEmpty() ? ssh.otherwise() : EndpointUrl.http(access.href()), access.headers());
    }

    private void refuseAgents(String url) throws IOException {
        Git.Output agent = git.attempt(new byte[0], "config", "--get-urlmatch", "lfs.standaloneTransferAgent", url);
        if (agent.exitCode() == 0 && !agent.line().isEmpty()) {
            throw new RemoteFaultException("the objects of " + GitLfsAnswer.shown(url) + " are moved by the agent "
                    + agent.line() + ", which cannot be asked which it has");
        }
    }

    /** Asks for one batch, which settles credentials, and then for several at once. */
    private static Set<StoredObject> onServer(BatchServer server, Set<StoredObject> asked) throws IOException {
        List<StoredObject> order = List.copyOf(asked);
        Set<StoredObject> held = new HashSet<>(server.held(order.subList(0, Math.min(BATCH, order.size()))));
        if (order.size() <= BATCH) {
            return held;
        }
        ExecutorService threads = Executors.newFixedThreadPool(AT_ONCE);
        try {
            List<Future<Set<StoredObject>>> answers = new ArrayList<>();
            for (int from = BATCH; from < order.size(); from += BATCH) {
                List<StoredObject> batch = order.subList(from, Math.min(from + BATCH, order.size()));
                answers.add(threads.submit(() -> server.held(batch)));
            }
            for (Future<Set<StoredObject>> answer : answers) {
                held.addAll(answer.get());
            }
            return held;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while a server was asked");
        } catch (ExecutionException e) {
            if (e.getCause() instanceof IOException fault) {
                throw fault;
            }
            throw new IllegalStateException(e.getCause());
        } finally {
            threads.shutdownNow();
        }
    }
}
