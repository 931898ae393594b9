// SPDX-License-Identifier: Apache-2.0
package org.gittheta.filter.format.pytorch;

import org.gittheta.storage.tensor.ParameterName;

/** Is a tensor under one of its names. */
record NamedTensor(ParameterName name, TensorData data) {}
