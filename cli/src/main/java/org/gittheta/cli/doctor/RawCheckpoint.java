// SPDX-License-Identifier: Apache-2.0
package org.gittheta.cli.doctor;

/**
 * Holds a checkpoint that a commit stores as it is, without a stub.
 *
 * @param commit the commit's id
 * @param path the path in the commit's tree
 * @param size the number of bytes in the repository
 */
public record RawCheckpoint(String commit, String path, long size) {}
