// SPDX-License-Identifier: Apache-2.0
package org.gittheta.lfs.server;

import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.eclipse.jgit.lfs.lib.AnyLongObjectId;
import org.eclipse.jgit.lfs.server.LargeFileRepository;
import org.eclipse.jgit.lfs.server.LfsProtocolServlet;
import org.eclipse.jgit.lfs.server.Response;
import org.eclipse.jgit.lfs.server.fs.FileLfsRepository;
import org.eclipse.jgit.lfs.server.fs.FileLfsServlet;

/**
 * Gives each repository an LFS server of its own, made by JGit, that keeps objects in the repository's
 * {@code lfs/objects}, where git-lfs looks for them when the repository is a remote by its path. What is no request of
 * Git LFS goes to git.
 */
final class LfsServlet extends HttpServlet {
    private static final long serialVersionUID = 1;
    private static final long TIMEOUT_MILLISECONDS = 60_000;

    private final transient Path folder;
    private final HttpServlet git;

    LfsServlet(Path folder, HttpServlet git) {
        this.folder = folder;
        this.git = git;
    }

    @Override
    protected void service(HttpServletRequest request, HttpServletResponse response)
            throws ServletException, IOException {
        String path = request.getRequestURI();
        int end = path.indexOf(Operation.LFS);
        if (end < 0) {
            git.service(request, response);
            return;
        }
        Path repository = folder.resolve(path.substring(1, end));
        if (!Files.isDirectory(repository)) {
            response.sendError(HttpServletResponse.SC_NOT_FOUND);
            return;
        }
        switch (Operation.of(request.getMethod(), path)) {
            case BATCH -> new Batches().service(request, response);
            case UPLOAD, DOWNLOAD -> {
                String oid = path.substring(end + Operation.CONTENT.length() - 1);
                new FileLfsServlet(store(request), TIMEOUT_MILLISECONDS).service(new WithPath(request, oid), response);
            }
            default -> response.sendError(HttpServletResponse.SC_NOT_IMPLEMENTED);
        }
    }

    private FileLfsRepository store(HttpServletRequest request) throws IOException {
        String url = request.getRequestURL().toString();
        String name =
                request.getRequestURI().substring(1, request.getRequestURI().indexOf(Operation.LFS));
        return new Store(
                url.substring(0, url.indexOf(Operation.LFS)) + Operation.CONTENT,
                folder.resolve(name).resolve("lfs").resolve("objects"),
                request.getHeader("Authorization"));
    }

    private final class Batches extends LfsProtocolServlet {
        private static final long serialVersionUID = 1;

        private transient HttpServletRequest request;

        @Override
        protected void doPost(HttpServletRequest posted, HttpServletResponse response)
                throws ServletException, IOException {
            request = posted;
            super.doPost(posted, response);
        }

        @Override
        protected LargeFileRepository getLargeFileRepository(LfsRequest batch, String path, String authorization) {
            try {
                return store(request);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    /** Sends clients to the objects with the authorization that they came with, as hosts send them with a token. */
    private static final class Store extends FileLfsRepository {
        private final Map<String, String> header;

        Store(String url, Path folder, String authorization) throws IOException {
            super(url, folder);
            header = authorization == null ? null : Map.of("Authorization", authorization);
        }

        @Override
        public Response.Action getDownloadAction(AnyLongObjectId oid) {
            return authorized(super.getDownloadAction(oid));
        }

        @Override
        public Response.Action getUploadAction(AnyLongObjectId oid, long size) {
            return authorized(super.getUploadAction(oid, size));
        }

        private Response.Action authorized(Response.Action action) {
            if (action != null) {
                action.header = header;
            }
            return action;
        }
    }

    /** Is a request as the servlet of one store expects it. */
    private static final class WithPath extends HttpServletRequestWrapper {
        private final String path;

        WithPath(HttpServletRequest request, String path) {
            super(request);
            this.path = path;
        }

        @Override
        public String getPathInfo() {
            return path;
        }
    }
}
