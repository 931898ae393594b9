// SPDX-License-Identifier: Apache-2.0
/** Compares two checkpoints parameter by parameter, reading no parameter that did not change. */
package org.gittheta.filter.diff;
