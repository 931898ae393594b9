// SPDX-License-Identifier: Apache-2.0
/** How many bytes checkpoints take, and what takes them. */
package org.gittheta.cli.du;
