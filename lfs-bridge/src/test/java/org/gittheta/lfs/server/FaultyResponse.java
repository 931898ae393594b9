// SPDX-License-Identifier: Apache-2.0
package org.gittheta.lfs.server;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Blocker;
import org.eclipse.jetty.util.Callback;

/** Is an answer whose body goes out slowly, or changed, or by half. */
final class FaultyResponse extends Response.Wrapper {
    private static final int PIECES_PER_SECOND = 10;

    private final Fault fault;
    private long left = -1;

    FaultyResponse(Request request, Response response, Fault fault) {
        super(request, response);
        this.fault = fault;
    }

    @Override
    public void write(boolean last, ByteBuffer content, Callback callback) {
        if (content == null || !content.hasRemaining() || getStatus() >= 300) {
            super.write(last, content, callback);
        } else if (fault instanceof Fault.Flipped) {
            super.write(last, Bodies.flipped(content), callback);
        } else if (fault instanceof Fault.Slow slow) {
            writeSlowly(last, content, slow.bytesPerSecond(), callback);
        } else {
            writeHalf(last, content, callback);
        }
    }

    private void writeSlowly(boolean last, ByteBuffer content, int bytesPerSecond, Callback callback) {
        int piece = Math.max(1, bytesPerSecond / PIECES_PER_SECOND);
        try {
            while (content.remaining() > piece) {
                ByteBuffer next = content.slice(content.position(), piece);
                try (Blocker.Callback written = Blocker.callback()) {
                    super.write(false, next, written);
                    written.block();
                }
                content.position(content.position() + piece);
                Bodies.sleep(piece, bytesPerSecond);
            }
        } catch (IOException e) {
            callback.failed(e);
            return;
        }
        super.write(last, content, callback);
    }

    private void writeHalf(boolean last, ByteBuffer content, Callback callback) {
        if (left < 0) {
            if (last && !getHeaders().contains(HttpHeader.CONTENT_LENGTH)) {
                getHeaders().put(HttpHeader.CONTENT_LENGTH, content.remaining());
            }
            long length = getHeaders().getLongField(HttpHeader.CONTENT_LENGTH);
            left = (length < 0 ? content.remaining() : length) / 2;
        }
        if (content.remaining() < left) {
            left -= content.remaining();
            super.write(last, content, callback);
            return;
        }
        ByteBuffer half = content.slice(content.position(), (int) left);
        super.write(false, half, Callback.from(() -> cut(callback), callback::failed));
    }

    private void cut(Callback callback) {
        getRequest().getConnectionMetaData().getConnection().getEndPoint().close();
        callback.failed(new EOFException("cut on purpose"));
    }
}
