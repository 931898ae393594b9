// SPDX-License-Identifier: Apache-2.0
/** Locates the arrays in the files of {@code numpy.save} and {@code numpy.savez}. */
package org.gittheta.filter.format.numpy;
