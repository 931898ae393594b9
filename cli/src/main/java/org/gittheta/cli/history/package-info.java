// SPDX-License-Identifier: Apache-2.0
/** Walks commits for what they did to checkpoints. */
package org.gittheta.cli.history;
