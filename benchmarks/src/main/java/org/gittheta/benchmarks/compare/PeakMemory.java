// SPDX-License-Identifier: Apache-2.0
package org.gittheta.benchmarks.compare;

/**
 * Holds how much memory a command and all processes it started took at most, in bytes.
 *
 * @param largest the high-water mark of the largest single process
 * @param program the name of that process
 * @param sum the most that all processes held at one moment; pages they share count once for each
 */
public record PeakMemory(long largest, String program, long sum) {}
