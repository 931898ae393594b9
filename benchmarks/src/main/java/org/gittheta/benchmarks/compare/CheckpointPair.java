// SPDX-License-Identifier: Apache-2.0
package org.gittheta.benchmarks.compare;

import java.nio.file.Path;

/**
 * Names two versions of one checkpoint that differ in one parameter.
 *
 * @param label what rows call it
 * @param first the first version
 * @param second the version after it
 */
record CheckpointPair(String label, Path first, Path second) {}
