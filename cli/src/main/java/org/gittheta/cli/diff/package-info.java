// SPDX-License-Identifier: Apache-2.0
/** Shows what changed in checkpoints: which files git says differ, and how that is written. */
package org.gittheta.cli.diff;
