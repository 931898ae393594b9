// SPDX-License-Identifier: Apache-2.0
/** Makes a new version of a checkpoint from an update file. */
package org.gittheta.cli.update;
