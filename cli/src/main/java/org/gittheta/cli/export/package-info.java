// SPDX-License-Identifier: Apache-2.0
/** Writes parameters to files of their own. */
package org.gittheta.cli.export;
