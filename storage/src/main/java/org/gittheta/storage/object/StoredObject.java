// SPDX-License-Identifier: Apache-2.0
package org.gittheta.storage.object;

import org.gittheta.storage.digest.Sha256;

/**
 * Names an object by its hash and says its size.
 *
 * @param oid the SHA-256 of its bytes
 * @param size their number
 */
public record StoredObject(Sha256 oid, long size) {}
