// SPDX-License-Identifier: Apache-2.0
package org.gittheta.storage.object;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PayloadTest {
    @TempDir
    Path lfs;

    private FileObjectStore store;

    @BeforeEach
    void open() {
        store = new FileObjectStore(lfs);
    }

    @ParameterizedTest
    @CsvSource({"0, 10, 0", "1, 10, 1", "10, 10, 1", "11, 10, 2", "30, 10, 3", "99, 10, 10", "5, 1, 5"})
    void isCutWhereAnObjectIsFullAndReadAsOne(int size, int largest, int objects) throws IOException {
        byte[] payload = new byte[size];
        new Random(size).nextBytes(payload);

        List<Slice> slices = write(payload, largest);

        assertThat(slices).hasSize(objects).allSatisfy(slice -> {
            assertThat(slice.isWhole()).isTrue();
            assertThat(slice.objectSize()).isLessThanOrEqualTo(largest);
        });
        try (OpenObjects open = new OpenObjects(store)) {
            PayloadReader reader = new PayloadReader(open, slices);
            byte[] read = new byte[size];
            for (int at = 0; at < size; at += 7) {
                assertThat(reader.remaining()).isEqualTo(size - at);
                reader.readFully(read, at, Math.min(7, size - at));
            }
            assertThat(read).isEqualTo(payload);
            assertThat(reader.remaining()).isZero();
            assertThatExceptionOfType(CorruptObjectException.class)
                    .isThrownBy(() -> reader.readFully(new byte[1], 0, 1));
        }
    }

    @Test
    void isReadFromPartsOfObjects() throws IOException {
        Slice whole = write(new byte[] {0, 1, 2, 3, 4, 5, 6, 7, 8, 9}, 100).get(0);
        List<Slice> parts = List.of(new Slice(whole.oid(), 10, 7, 3), new Slice(whole.oid(), 10, 0, 2));
        try (OpenObjects open = new OpenObjects(store)) {
            byte[] read = new byte[5];
            new PayloadReader(open, parts).readFully(read, 0, 5);
            assertThat(read).containsExactly(7, 8, 9, 0, 1);
        }
    }

    @Test
    void thatIsNotFinishedLeavesNoHalfObject() throws IOException {
        try (PayloadWriter writer = new PayloadWriter(store, 10)) {
            writer.write(new byte[15], 0, 15);
        }
        store.sync();
        try (Stream<Path> files = Files.list(lfs.resolve("theta/tmp"))) {
            assertThat(files).isEmpty();
        }
    }

    @Test
    void staysOpenWhileOthersAreReadAndIsOpenedAgainWhenTooManyAre() throws IOException {
        List<Slice> slices = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            slices.addAll(write(new byte[] {(byte) i}, 10));
        }
        List<FileChannel> channels = new ArrayList<>();
        try (OpenObjects open = new OpenObjects(store)) {
            for (Slice slice : slices) {
                channels.add(open.channel(slice));
                assertThat(open.channel(slices.get(0))).isSameAs(channels.get(0));
            }
            assertThat(channels.stream().filter(FileChannel::isOpen)).hasSize(16);
            byte[] read = new byte[20];
            new PayloadReader(open, slices).readFully(read, 0, 20);
            assertThat(read).startsWith(0, 1, 2).endsWith(18, 19);
            channels.add(open.channel(slices.get(1)));
        }
        assertThat(channels).noneMatch(FileChannel::isOpen);
    }

    private List<Slice> write(byte[] payload, int largest) throws IOException {
        try (PayloadWriter writer = new PayloadWriter(store, largest)) {
            for (int at = 0; at < payload.length; at += 13) {
                writer.write(payload, at, Math.min(13, payload.length - at));
            }
            List<Slice> slices = writer.finish();
            store.sync();
            return slices;
        }
    }
}
