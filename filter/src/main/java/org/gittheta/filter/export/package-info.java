// SPDX-License-Identifier: Apache-2.0
/** Writes the tensors of a stub as a checkpoint of another format, without changing a value. */
package org.gittheta.filter.export;
