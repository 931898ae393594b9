// SPDX-License-Identifier: Apache-2.0
package org.gittheta.filter.merge;

import java.util.Optional;
import org.gittheta.storage.stub.TensorEntry;

/**
 * Says how a conflict was settled.
 *
 * @param how the strategy with its options, in one line
 * @param tensor what is taken; nothing if the tensor is left out
 */
public record Settled(String how, Optional<TensorEntry> tensor) {}
