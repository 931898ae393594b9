// SPDX-License-Identifier: Apache-2.0
package org.gittheta.filter.frame;

import java.util.List;
import org.gittheta.storage.tensor.ParameterName;

/**
 * Holds every byte of a checkpoint that is not parameter data, and where the parameters go.
 *
 * @param parts the file's parts in order
 * @param literals the bytes of all {@link Literal} parts, one after the other
 */
@SuppressWarnings("ArrayRecordComponent") // compared by nobody; equality is the hash of the encoded frame
public record Frame(List<Part> parts, byte[] literals) {
    /** Copies the list. */
    public Frame {
        parts = List.copyOf(parts);
    }

    /** Describes one part of a file. */
    public sealed interface Part permits Literal, Slot, Crc32Slot {}

    /**
     * Stands for bytes kept in the frame.
     *
     * @param length their number, at least 1
     */
    public record Literal(int length) implements Part {}

    /**
     * Stands for a parameter's data.
     *
     * @param name the stub's line that has it
     * @param size its length in bytes
     */
    public record Slot(ParameterName name, long size) implements Part {}

    /**
     * Stands for the CRC-32 (ISO 3309, as in zip) of a parameter's data, little-endian, four bytes; the parameter's
     * slot comes before it.
     *
     * @param name the parameter
     */
    public record Crc32Slot(ParameterName name) implements Part {}
}
