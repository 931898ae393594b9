// SPDX-License-Identifier: Apache-2.0
package org.gittheta.filter.format.zip;

import java.io.IOException;
import java.nio.channels.SeekableByteChannel;
import java.util.ArrayList;
import java.util.List;
import org.gittheta.filter.format.MalformedCheckpointException;
import org.gittheta.filter.format.SealedFormat.Seal;

/** Finds the checksums of entries that lie in a zip file as they are; those of packed entries hold whoever packed them. */
public final class ZipSeals {
    private ZipSeals() {}

    /** Returns them. */
    public static List<Seal> of(SeekableByteChannel file) throws IOException, MalformedCheckpointException {
        List<Seal> seals = new ArrayList<>();
        for (ZipEntryPlace entry : ZipPlaces.read(file).entries()) {
            if (entry.isStored()) {
                List<Long> places = new ArrayList<>(entry.crcOffsets());
                entry.localCrcOffset().ifPresent(places::add);
                seals.add(new Seal(entry.dataOffset(), entry.dataOffset() + entry.compressedSize(), places));
            }
        }
        return seals;
    }
}
