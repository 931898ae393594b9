// SPDX-License-Identifier: Apache-2.0
package org.gittheta.lfs.server;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/** Writes down every request once it is answered. */
final class RequestRecorder extends Handler.Wrapper {
    private static final Pattern OID = Pattern.compile("\"oid\"\\s*:\\s*\"([0-9a-f]{64})\"");
    private static final Pattern PURPOSE = Pattern.compile("\"operation\"\\s*:\\s*\"(\\w+)\"");
    private static final long PATIENCE_MILLISECONDS = 5_000;

    private final List<ServedRequest> served = new ArrayList<>();
    private int running;

    RequestRecorder(Handler handler) {
        super(handler);
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) throws Exception {
        String path = Request.getPathInContext(request);
        Operation operation = Operation.of(request.getMethod(), path);
        StringBuilder batch = new StringBuilder();
        begin();
        Request.addCompletionListener(
                request,
                failure -> end(new ServedRequest(
                        operation,
                        path,
                        find(PURPOSE, batch).stream().findFirst().orElse(""),
                        operation == Operation.BATCH
                                ? find(OID, batch)
                                : operation == Operation.GIT || operation == Operation.OTHER
                                        ? List.of()
                                        : List.of(path.substring(path.lastIndexOf('/') + 1)),
                        response.getStatus(),
                        Request.getContentBytesRead(request),
                        Response.getContentBytesWritten(response))));
        return super.handle(
                operation == Operation.BATCH ? new ListenedRequest(request, batch) : request, response, callback);
    }

    private static List<String> find(Pattern pattern, CharSequence text) {
        List<String> found = new ArrayList<>();
        for (Matcher matcher = pattern.matcher(text); matcher.find(); ) {
            found.add(matcher.group(1));
        }
        return found;
    }

    private synchronized void begin() {
        running++;
    }

    private synchronized void end(ServedRequest request) {
        running--;
        served.add(request);
        notifyAll();
    }

    /** Returns all requests since the last {@link #forget}; those that a client has the answer to are there. */
    synchronized List<ServedRequest> served() throws InterruptedException {
        long until = System.currentTimeMillis() + PATIENCE_MILLISECONDS;
        for (long left = PATIENCE_MILLISECONDS; running > 0 && left > 0; left = until - System.currentTimeMillis()) {
            wait(left);
        }
        return List.copyOf(served);
    }

    synchronized void forget() throws InterruptedException {
        served();
        served.clear();
    }

    /** Copies what is read: of batches, which are small. */
    private static final class ListenedRequest extends Request.Wrapper {
        private final StringBuilder copy;

        ListenedRequest(Request request, StringBuilder copy) {
            super(request);
            this.copy = copy;
        }

        @Override
        public Content.Chunk read() {
            Content.Chunk chunk = super.read();
            if (chunk != null && !Content.Chunk.isFailure(chunk)) {
                ByteBuffer bytes = chunk.getByteBuffer().duplicate();
                copy.append(StandardCharsets.ISO_8859_1.decode(bytes));
            }
            return chunk;
        }
    }
}
