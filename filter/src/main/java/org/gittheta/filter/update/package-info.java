// SPDX-License-Identifier: Apache-2.0
/** Applies update files, such as the factors of an adapter, to a stored checkpoint. */
package org.gittheta.filter.update;
