// SPDX-License-Identifier: Apache-2.0
package org.gittheta.storage.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.util.Arrays;
import java.util.Random;
import org.gittheta.storage.object.CorruptObjectException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PlaneSegmentsTest {
    private static final int OFFSET = 3;

    private final PlaneSegments segments = new PlaneSegments(new PlaneWorker());

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, 5, 14, 15, 16, 100, 255})
    void bytesOfAnySizeComeBackHoweverManyThereAre(int largest) throws IOException {
        Random random = new Random(largest);
        for (int length : new int[] {0, 1, 7, 15, 16, 63, 64, 65, 71, 1000, 1024, 4097, 40_003}) {
            for (double share : new double[] {0, 0.001, 0.02, 0.11, 0.13, 0.29, 0.5, 1}) {
                byte[] plane = new byte[length];
                for (int i = 0; i < length; i++) {
                    plane[i] = (byte) (random.nextDouble() < share ? random.nextInt(largest + 1) : 0);
                }
                assertComesBack(plane);
            }
        }
    }

    /** Differences of weights whose steps are about as large as their rounding: nearly all are 0, 1, 2. */
    @ParameterizedTest
    @CsvSource({"0.04, 0.042", "0.2, 0.13", "0.31, 0.165", "0.6, 0.25", "0.9, 0.29"})
    void smallBytesTakeLittleMoreThanTheirEntropy(double share, double most) throws IOException {
        Random random = new Random(1);
        byte[] plane = new byte[100_000];
        for (int i = 0; i < plane.length; i++) {
            plane[i] = (byte)
                    (random.nextDouble() < share ? 1 + random.nextInt(2) + (random.nextInt(50) == 0 ? 9 : 0) : 0);
        }
        assertThat(assertComesBack(plane)).isLessThan((int) (most * plane.length));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 2, 14})
    void aSampleThatMisleadsCostsNothingButRoom(int shown) throws IOException {
        for (int length : new int[] {2000, 5001, 30_000}) {
            byte[] plane = Samples.noise(length);
            for (int run = 0; run < 16; run++) {
                int at = (int) ((long) (length - 64) * run / 15);
                Arrays.fill(plane, at, at + 64, (byte) shown);
            }
            assertComesBack(plane);
            assertComesBack(reversed(plane));
        }
    }

    private static byte[] reversed(byte[] plane) {
        byte[] reversed = plane.clone();
        for (int i = 0; i < plane.length; i++) {
            reversed[i] = (byte) (plane[i] == 0 ? 200 : 0);
        }
        return reversed;
    }

    @Test
    void whatIsNoSegmentIsCorruptOrGivesSomeBytes() throws IOException {
        Random random = new Random(3);
        for (int round = 0; round < 20_000; round++) {
            byte[] plane = new byte[200];
            for (int i = 0; i < plane.length; i++) {
                plane[i] = (byte) (random.nextInt(100) < round % 100 ? random.nextInt(1 + round % 20) : 0);
            }
            byte[] block = new byte[300];
            int end = segments.write(plane, 0, plane.length, block, 0);
            for (int change = 0; change <= random.nextInt(3); change++) {
                block[random.nextInt(Math.min(end, 24))] ^= (byte) (1 << random.nextInt(8));
            }
            try {
                assertThat(segments.read(block, 0, random.nextInt(4) == 0 ? random.nextInt(end) : end, plane, 0, 200))
                        .isLessThanOrEqualTo(end);
            } catch (CorruptObjectException e) {
                assertThat(e.getMessage()).isNotBlank();
            }
        }
    }

    @Test
    void moreLargeBytesThanFieldsForThemAreCorrupt() throws IOException {
        byte[] plane = new byte[400];
        Arrays.fill(plane, (byte) 1);
        byte[] block = new byte[500];
        int end = segments.write(plane, 0, plane.length, block, 0);
        assertThat(block[3] & 0xE0).as("fields of two bits").isEqualTo(0xE0);
        block[0] = 1;
        assertThatExceptionOfType(CorruptObjectException.class)
                .isThrownBy(() -> segments.read(block, 0, end, plane, 0, plane.length));
    }

    private int assertComesBack(byte[] plane) throws IOException {
        byte[] in = new byte[OFFSET + plane.length];
        System.arraycopy(plane, 0, in, OFFSET, plane.length);
        byte[] block = new byte[OFFSET + plane.length + 64];
        int end = segments.write(in, OFFSET, plane.length, block, OFFSET);
        byte[] out = Samples.noise(OFFSET + plane.length + 1);
        byte behind = out[out.length - 1];
        assertThat(segments.read(block, OFFSET, end, out, OFFSET, plane.length)).isEqualTo(end);
        assertThat(Arrays.equals(out, OFFSET, OFFSET + plane.length, plane, 0, plane.length))
                .isTrue();
        assertThat(out[out.length - 1]).isEqualTo(behind);
        return end - OFFSET;
    }
}
