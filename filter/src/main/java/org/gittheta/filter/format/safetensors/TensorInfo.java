// SPDX-License-Identifier: Apache-2.0
package org.gittheta.filter.format.safetensors;

import org.gittheta.storage.tensor.DType;
import org.gittheta.storage.tensor.ParameterName;
import org.gittheta.storage.tensor.Shape;

/**
 * Holds what a header says of one tensor.
 *
 * @param name its name
 * @param dtype its element type
 * @param shape its shape
 * @param begin the offset of its first byte in the data
 * @param end the offset behind its last byte
 */
record TensorInfo(ParameterName name, DType dtype, Shape shape, long begin, long end) {}
