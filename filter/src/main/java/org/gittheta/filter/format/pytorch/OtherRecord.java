// SPDX-License-Identifier: Apache-2.0
package org.gittheta.filter.format.pytorch;

import java.util.List;
import org.gittheta.filter.format.LocatedParameter;
import org.gittheta.filter.format.LocatedParameter.Role;
import org.gittheta.filter.format.NameBook;
import org.gittheta.storage.tensor.DType;
import org.gittheta.storage.tensor.Shape;

/** Keeps a large record that is no storage of the object out of the frame. */
final class OtherRecord {
    private static final int LEFT_IN_FRAME = 1 << 20;

    private OtherRecord() {}

    static boolean isLarge(long bytes) {
        return bytes > LEFT_IN_FRAME;
    }

    /**
     * Describes a record.
     *
     * @param record the name of the record, mostly in the archive's folder
     * @param bytes its size in the file
     * @param folder the archive's folder, with the slash
     */
    static LocatedParameter of(String record, long bytes, String folder, NameBook book) {
        String name = record.startsWith(folder) ? record.substring(folder.length()) : record;
        return new LocatedParameter(
                book.name("record:" + name), DType.U8, Shape.of(bytes), bytes, Role.STORAGE, List.of(), false);
    }
}
