// SPDX-License-Identifier: Apache-2.0
package org.gittheta.storage.stub;

import org.gittheta.storage.digest.Sha256;

/**
 * Describes a stub's frame: every byte of the file that is not parameter data.
 *
 * @param format the name of the checkpoint format that located the parameters
 * @param size the length in bytes of the encoded frame
 * @param sha256 the hash of the encoded frame
 * @param encoding where it is
 */
public record FrameEntry(String format, long size, Sha256 sha256, Encoding encoding) {}
