// SPDX-License-Identifier: Apache-2.0
package org.gittheta.cli.job;

/**
 * Is the state of a working tree as a commit.
 *
 * @param branch the branch that keeps it
 * @param commit the commit
 * @param isReused whether it was there before, since nothing changed
 */
public record Snapshot(String branch, String commit, boolean isReused) {}
