// SPDX-License-Identifier: Apache-2.0
package org.gittheta.lfs.server;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.EnumMap;
import java.util.Map;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/** Makes requests of chosen operations go wrong, all or some. */
final class FaultHandler extends Handler.Wrapper {
    private final Map<Operation, Planned> planned = new EnumMap<>(Operation.class);

    FaultHandler(Handler handler) {
        super(handler);
    }

    synchronized void plan(Operation operation, Fault fault, int requests) {
        planned.put(operation, new Planned(fault, requests));
    }

    synchronized void heal() {
        planned.clear();
    }

    private synchronized Fault next(Operation operation) {
        Planned next = planned.get(operation);
        if (next == null) {
            return null;
        }
        if (next.requests() == 1) {
            planned.remove(operation);
        } else {
            planned.put(operation, new Planned(next.fault(), next.requests() - 1));
        }
        return next.fault();
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) throws Exception {
        Operation operation = Operation.of(request.getMethod(), Request.getPathInContext(request));
        Fault fault = next(operation);
        if (fault == null) {
            return super.handle(request, response, callback);
        }
        if (fault instanceof Fault.Status status) {
            answer(status.code(), response, callback);
            return true;
        }
        return operation == Operation.UPLOAD
                ? super.handle(new FaultyRequest(request, fault), response, callback)
                : super.handle(request, new FaultyResponse(request, response, fault), callback);
    }

    /** Answers with a status and a message as servers of Git LFS send it. */
    static void answer(int status, Response response, Callback callback) {
        response.setStatus(status);
        response.getHeaders().put(HttpHeader.CONTENT_TYPE, "application/vnd.git-lfs+json");
        if (status == 401) {
            response.getHeaders().put(HttpHeader.WWW_AUTHENTICATE, "Basic realm=\"models\"");
        }
        String message = "{\"message\":\"this server answers " + status + "\"}";
        response.write(true, ByteBuffer.wrap(message.getBytes(StandardCharsets.UTF_8)), callback);
    }

    private record Planned(Fault fault, int requests) {}
}
