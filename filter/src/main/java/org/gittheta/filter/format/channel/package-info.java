// SPDX-License-Identifier: Apache-2.0
/** Reads a spooled checkpoint at any position, for formats that must jump. */
package org.gittheta.filter.format.channel;
