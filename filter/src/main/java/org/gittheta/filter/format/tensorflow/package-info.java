// SPDX-License-Identifier: Apache-2.0
/** Reads the indexes of TensorFlow's checkpoints and SavedModels. */
package org.gittheta.filter.format.tensorflow;
