// SPDX-License-Identifier: Apache-2.0
package org.gittheta.lfs.server;

import java.io.EOFException;
import java.nio.ByteBuffer;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Request;

/** Is an upload whose body comes slowly, or changed, or by half. */
final class FaultyRequest extends Request.Wrapper {
    private final Fault fault;
    private long passed;

    FaultyRequest(Request request, Fault fault) {
        super(request);
        this.fault = fault;
    }

    @Override
    public Content.Chunk read() {
        Content.Chunk chunk = super.read();
        if (chunk == null || Content.Chunk.isFailure(chunk) || !chunk.hasRemaining()) {
            return chunk;
        }
        passed += chunk.remaining();
        if (fault instanceof Fault.Cut && passed >= getLength() / 2) {
            chunk.release();
            getConnectionMetaData().getConnection().getEndPoint().close();
            return Content.Chunk.from(new EOFException("cut on purpose"));
        }
        if (fault instanceof Fault.Flipped) {
            ByteBuffer flipped = Bodies.flipped(chunk.getByteBuffer());
            boolean last = chunk.isLast();
            chunk.release();
            return Content.Chunk.from(flipped, last);
        }
        if (fault instanceof Fault.Slow slow) {
            Bodies.sleep(chunk.remaining(), slow.bytesPerSecond());
        }
        return chunk;
    }
}
