// SPDX-License-Identifier: Apache-2.0
package org.gittheta.lfs.server;

import java.util.List;

/**
 * Remembers a request that an {@link LfsServer} answered.
 *
 * @param operation what it was for
 * @param path its path
 * @param purpose {@code upload} or {@code download} for a batch, otherwise empty
 * @param oids the objects it was about; for a batch all that were asked for
 * @param status the answer's status
 * @param received the bytes of the request's body
 * @param sent the bytes of the answer's body
 */
public record ServedRequest(
        Operation operation, String path, String purpose, List<String> oids, int status, long received, long sent) {}
