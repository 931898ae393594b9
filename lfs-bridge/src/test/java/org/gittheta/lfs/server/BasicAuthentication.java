// SPDX-License-Identifier: Apache-2.0
package org.gittheta.lfs.server;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/** Lets nobody in who does not say the one user's name and password (RFC 7617). */
final class BasicAuthentication extends Handler.Wrapper {
    private final String expected;

    BasicAuthentication(String user, String password, Handler handler) {
        super(handler);
        expected =
                "Basic " + Base64.getEncoder().encodeToString((user + ":" + password).getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) throws Exception {
        if (expected.equals(request.getHeaders().get(HttpHeader.AUTHORIZATION))) {
            return super.handle(request, response, callback);
        }
        FaultHandler.answer(401, response, callback);
        return true;
    }
}
