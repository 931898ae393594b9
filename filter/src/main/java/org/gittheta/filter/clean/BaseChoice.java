// SPDX-License-Identifier: Apache-2.0
package org.gittheta.filter.clean;

import org.gittheta.storage.codec.DeltaCodec;
import org.gittheta.storage.stub.Encoding;

/**
 * Says how a parameter is stored that refers to another.
 *
 * @param base the other
 * @param codec the codec's name
 * @param encoder encodes the parameter
 */
record BaseChoice(Encoding.Base base, String codec, DeltaCodec.Encoder encoder) {}
