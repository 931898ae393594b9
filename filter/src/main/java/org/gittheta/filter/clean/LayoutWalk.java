// SPDX-License-Identifier: Apache-2.0
package org.gittheta.filter.clean;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.gittheta.filter.format.Layout;
import org.gittheta.filter.format.MalformedCheckpointException;

/** Gives a file whose layout is known to the same input that a streamed format reads from. */
public final class LayoutWalk {
    private LayoutWalk() {}

    /** Describes a parameter or a checksum, whichever is there. */
    private record Stop(long offset, Layout.Extent extent, Layout.Checksum checksum) {
        long end() {
            return offset + (extent != null ? extent.parameter().size() : 4);
        }
    }

    /**
     * Checks that everything lies inside the file and nothing overlaps.
     *
     * @throws MalformedCheckpointException if not
     */
    public static void check(Layout layout, long fileSize) throws MalformedCheckpointException {
        long end = 0;
        for (Stop stop : stops(layout)) {
            if (stop.offset() < end || stop.end() < stop.offset() || stop.end() > fileSize) {
                throw new MalformedCheckpointException("parameters overlap or lie outside of the file");
            }
            end = stop.end();
        }
    }

    /** Declares every parameter and checksum in the order of the file. */
    static void walk(Layout layout, StreamedCheckpoint checkpoint) throws IOException, MalformedCheckpointException {
        for (Stop stop : stops(layout)) {
            checkpoint.skipFrame(stop.offset() - checkpoint.position());
            if (stop.extent() != null) {
                checkpoint.parameter(stop.extent().parameter());
            } else {
                checkpoint.crc32Of(stop.checksum().of());
            }
        }
    }

    private static List<Stop> stops(Layout layout) {
        List<Stop> stops = new ArrayList<>();
        layout.parameters().forEach(extent -> stops.add(new Stop(extent.offset(), extent, null)));
        layout.checksums().forEach(checksum -> stops.add(new Stop(checksum.offset(), null, checksum)));
        // Empty parameters first: they lie where the next one begins.
        stops.sort(Comparator.comparingLong(Stop::offset).thenComparingLong(Stop::end));
        return stops;
    }
}
