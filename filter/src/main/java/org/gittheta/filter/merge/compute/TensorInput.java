// SPDX-License-Identifier: Apache-2.0
package org.gittheta.filter.merge.compute;

import org.gittheta.storage.stub.ParameterEntry;

/**
 * Places the elements of one version of a tensor: together in the bytes of a parameter.
 *
 * @param whose says in a message whose version it is
 * @param carrier the parameter that has the bytes
 * @param offset where the first element lies in it, in bytes
 * @param type the element type
 */
record TensorInput(String whose, ParameterEntry carrier, long offset, FloatType type) {}
