// SPDX-License-Identifier: Apache-2.0
/**
 * Locates the tensors of PyTorch checkpoints: the zip container that {@code torch.save} and TorchScript write, and the
 * run of pickles from before PyTorch 1.6. What the layout is comes from {@code torch/serialization.py} and {@code
 * torch/_utils.py}; the pickles are read as data and never run.
 */
package org.gittheta.filter.format.pytorch;
