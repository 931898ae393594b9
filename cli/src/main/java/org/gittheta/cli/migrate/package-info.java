// SPDX-License-Identifier: Apache-2.0
/** Rewriting history between Git LFS or plain files and stubs. */
package org.gittheta.cli.migrate;
