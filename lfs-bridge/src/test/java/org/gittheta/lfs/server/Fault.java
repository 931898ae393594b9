// SPDX-License-Identifier: Apache-2.0
package org.gittheta.lfs.server;

/** Is something that goes wrong with a request to an {@link LfsServer}; see {@link LfsServer#fail}. */
public sealed interface Fault {
    /**
     * Answers with a status and does nothing.
     *
     * @param code the status: 401, 403, 404, 422, 429, 500 …
     */
    record Status(int code) implements Fault {}

    /** Closes the connection in the middle of the body: of an upload's request, of any other's answer. */
    record Cut() implements Fault {}

    /** Changes bytes of the body and keeps its length: of an upload's request, of any other's answer. */
    record Flipped() implements Fault {}

    /**
     * Lets the body pass in small pieces: of an upload's request, of any other's answer.
     *
     * @param bytesPerSecond how fast
     */
    record Slow(int bytesPerSecond) implements Fault {}
}
