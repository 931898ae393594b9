// SPDX-License-Identifier: Apache-2.0
package org.gittheta.filter.format.zip;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Collections;
import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;
import org.apache.commons.compress.archivers.zip.ZipFile;
import org.apache.commons.compress.utils.SeekableInMemoryByteChannel;
import org.gittheta.filter.format.Fixture;
import org.gittheta.filter.format.SparseFile;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ZipPlacesTest {
    @ParameterizedTest
    @ValueSource(strings = {"weights.pt", "scripted.pt"})
    void findsEntriesWhereCommonsCompressFindsThem(String path) throws Exception {
        byte[] bytes = new Fixture(path).bytes();
        ByteBuffer file = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        ZipPlaces places = ZipPlaces.read(new SparseFile(bytes));

        try (ZipFile zip = ZipFile.builder()
                .setSeekableByteChannel(new SeekableInMemoryByteChannel(bytes))
                .get()) {
            assertThat(places.entries()).hasSameSizeAs(Collections.list(zip.getEntries()));
            for (ZipEntryPlace place : places.entries()) {
                ZipArchiveEntry entry = zip.getEntry(place.name());
                assertThat(place.dataOffset()).isEqualTo(entry.getDataOffset());
                assertThat(place.compressedSize()).isEqualTo(entry.getCompressedSize());
                assertThat(place.crcOffsets()).isNotEmpty();
                for (long crc : place.crcOffsets()) {
                    assertThat(file.getInt((int) crc)).isEqualTo((int) entry.getCrc());
                }
                assertThat(places.unpack(place, 1 << 20))
                        .isEqualTo(zip.getInputStream(entry).readAllBytes());
            }
        }
    }
}
