// SPDX-License-Identifier: Apache-2.0
package org.gittheta.lfs.server;

import jakarta.servlet.http.HttpServlet;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.eclipse.jetty.ee10.servlet.ServletContextHandler;
import org.eclipse.jetty.ee10.servlet.ServletHolder;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.thread.QueuedThreadPool;

/**
 * Serves the bare repositories of a folder over HTTP on a port of the loopback interface: git at {@code /NAME.git},
 * Git LFS at {@code /NAME.git/info/lfs}. It remembers every request, and requests can be made to go wrong.
 *
 * <p>A repository is any that lies in the folder, also one that is made later. Its LFS objects are in its own
 * {@code lfs/objects}. There are no locks (501).
 */
public final class LfsServer implements AutoCloseable {
    private static final int THREADS = 32;

    /** JGit's log, which shows each fault with a stack trace; it lasts as long as somebody holds it. */
    private static final Logger LOG = Logger.getLogger("org.eclipse.jgit.lfs.server");

    private final Path folder;
    private final Server server;
    private final ServerConnector connector;
    private final RequestRecorder recorder;
    private final FaultHandler faults;
    private final int port;

    private LfsServer(Path folder, String user, String password) throws IOException {
        this.folder = folder;
        LOG.setLevel(Level.OFF);
        QueuedThreadPool threads = new QueuedThreadPool(THREADS);
        threads.setDaemon(true);
        server = new Server(threads);
        server.setStopTimeout(0);
        HttpConfiguration http = new HttpConfiguration();
        http.setSendServerVersion(false);
        connector = new ServerConnector(server, 1, 1, new HttpConnectionFactory(http));
        connector.setHost("127.0.0.1");
        connector.setShutdownIdleTimeout(0);
        server.addConnector(connector);
        ServletContextHandler servlets = new ServletContextHandler("/");
        servlets.addServlet(asynchronous(new LfsServlet(folder, new GitServlet(folder))), "/*");
        faults = new FaultHandler(servlets);
        Handler guarded = user == null ? faults : new BasicAuthentication(user, password, faults);
        recorder = new RequestRecorder(guarded);
        server.setHandler(recorder);
        quietly(server::start);
        port = connector.getLocalPort();
    }

    /** Starts a server that anyone may use. */
    public static LfsServer start(Path folder) throws IOException {
        return new LfsServer(folder, null, null);
    }

    /** Starts a server that asks for a user and a password. */
    public static LfsServer start(Path folder, String user, String password) throws IOException {
        return new LfsServer(folder, user, password);
    }

    /** Returns a repository's URL, without a user: {@code http://127.0.0.1:PORT/NAME.git}. */
    public URI url(String name) {
        return URI.create("http://127.0.0.1:" + port + "/" + name);
    }

    /** Makes requests of an operation go wrong until {@link #heal}. */
    public void fail(Operation operation, Fault fault) {
        faults.plan(operation, fault, 0);
    }

    /** Makes the next requests of an operation go wrong, and none after them. */
    public void fail(Operation operation, Fault fault, int requests) {
        if (requests < 1) {
            throw new IllegalArgumentException("at least one request");
        }
        faults.plan(operation, fault, requests);
    }

    /** Lets everything go well again. */
    public void heal() {
        faults.heal();
    }

    /** Closes the port: connections are refused. */
    public void refuse() throws IOException {
        quietly(connector::stop);
    }

    /** Opens the same port again. */
    public void accept() throws IOException {
        connector.setPort(port);
        quietly(connector::start);
    }

    /** Returns all requests since the start, or since {@link #forgetRequests}, in the order in which they ended. */
    public List<ServedRequest> requests() throws IOException {
        try {
            return recorder.served();
        } catch (InterruptedException e) {
            throw interrupted();
        }
    }

    /** Returns the requests of one operation. */
    public List<ServedRequest> requests(Operation operation) throws IOException {
        return requests().stream().filter(r -> r.operation() == operation).toList();
    }

    /** Forgets the requests so far. */
    public void forgetRequests() throws IOException {
        try {
            recorder.forget();
        } catch (InterruptedException e) {
            throw interrupted();
        }
    }

    /** Returns the ids of the objects that a repository holds. */
    public Set<String> objects(String name) throws IOException {
        Path objects = folder.resolve(name).resolve("lfs").resolve("objects");
        if (!Files.isDirectory(objects)) {
            return Set.of();
        }
        try (Stream<Path> files = Files.walk(objects)) {
            return files.filter(Files::isRegularFile)
                    .map(file -> file.getFileName().toString())
                    // Beside them lie those that are being written.
                    .filter(file -> file.matches("[0-9a-f]{64}"))
                    .collect(Collectors.toSet());
        }
    }

    /** Returns where a repository keeps an object: to put one there, or to take it away. */
    public Path object(String name, String oid) {
        return folder.resolve(name)
                .resolve("lfs")
                .resolve("objects")
                .resolve(oid.substring(0, 2))
                .resolve(oid.substring(2, 4))
                .resolve(oid);
    }

    @Override
    public void close() throws IOException {
        quietly(server::stop);
    }

    private static ServletHolder asynchronous(HttpServlet servlet) {
        ServletHolder holder = new ServletHolder(servlet);
        holder.setAsyncSupported(true);
        return holder;
    }

    private static InterruptedIOException interrupted() {
        Thread.currentThread().interrupt();
        return new InterruptedIOException("interrupted");
    }

    private static void quietly(Step step) throws IOException {
        try {
            step.run();
        } catch (IOException | RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new IOException(e);
        }
    }

    private interface Step {
        void run() throws Exception;
    }
}
