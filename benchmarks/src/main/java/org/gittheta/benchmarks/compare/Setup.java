// SPDX-License-Identifier: Apache-2.0
package org.gittheta.benchmarks.compare;

/**
 * Says what was compared where, for the head of a report.
 *
 * @param theta git theta's version
 * @param lfs git-lfs's version
 * @param git git's version
 * @param machine operating system, processor architecture and number of processors
 * @param runs the number of timed runs
 */
public record Setup(String theta, String lfs, String git, String machine, int runs) {
    /** Returns one line. */
    String sentence() {
        return theta + ", " + lfs + ", " + git + ", on " + machine + "; median [fastest–slowest] of " + runs
                + " runs; memory: largest process / all processes.";
    }
}
