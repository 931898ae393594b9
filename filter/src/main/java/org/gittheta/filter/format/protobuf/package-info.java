// SPDX-License-Identifier: Apache-2.0
/**
 * Walks protobuf messages where they lie in a file, without generated code: a format wants the places of a few fields, and
 * a parsed message would hold every byte of a checkpoint in memory. The encoding is that of protobuf.dev/programming-guides/encoding.
 */
package org.gittheta.filter.format.protobuf;
