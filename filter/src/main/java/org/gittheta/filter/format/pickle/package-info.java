// SPDX-License-Identifier: Apache-2.0
/** Reads pickles as data: builds what they describe out of inert nodes, and looks up, imports and calls nothing. */
package org.gittheta.filter.format.pickle;
