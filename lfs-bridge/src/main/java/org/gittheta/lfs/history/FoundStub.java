// SPDX-License-Identifier: Apache-2.0
package org.gittheta.lfs.history;

import org.gittheta.storage.stub.Stub;

/**
 * Holds a stub that git has.
 *
 * @param blob the id of its blob
 * @param path a path that it has somewhere in the history, from the top of the tree; empty if git named none
 * @param stub the stub
 */
public record FoundStub(String blob, String path, Stub stub) {}
