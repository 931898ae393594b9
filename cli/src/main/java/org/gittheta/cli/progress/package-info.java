// SPDX-License-Identifier: Apache-2.0
/** Showing on a terminal how far a command is. */
package org.gittheta.cli.progress;
