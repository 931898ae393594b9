// SPDX-License-Identifier: Apache-2.0
package org.gittheta.storage.index;

import java.nio.file.Path;
import java.nio.file.attribute.FileTime;

/**
 * Names a working file that was just written and is known to be what the index says.
 *
 * @param path its path in the index, with {@code /}
 * @param oid the id of the blob that it was made from, in hexadecimal digits
 * @param file the file
 * @param size its length in bytes when it was written
 * @param modified its time of modification when it was written: if either is another by now, someone edited it
 */
public record FreshFile(String path, String oid, Path file, long size, FileTime modified) {}
