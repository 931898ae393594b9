// SPDX-License-Identifier: Apache-2.0
/** Locates the arrays in the MessagePack files of Flax. */
package org.gittheta.filter.format.flax;
