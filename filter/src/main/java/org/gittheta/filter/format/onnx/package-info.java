// SPDX-License-Identifier: Apache-2.0
/** Locates the tensors in the models of ONNX. */
package org.gittheta.filter.format.onnx;
