// SPDX-License-Identifier: Apache-2.0
/** Locates the tensors in the GGUF files of llama.cpp and its relatives. */
package org.gittheta.filter.format.gguf;
