// SPDX-License-Identifier: Apache-2.0
/** Asks a person about what is open of a merge. */
package org.gittheta.cli.mergetool;
