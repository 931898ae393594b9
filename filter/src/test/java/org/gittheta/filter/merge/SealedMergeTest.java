// SPDX-License-Identifier: Apache-2.0
package org.gittheta.filter.merge;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.Channels;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.gittheta.filter.merge.strategy.Strategies;
import org.gittheta.filter.pipeline.Workers;
import org.gittheta.storage.stub.Stub;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Merges files whose checksums are over bytes of parameters and bytes around them. */
class SealedMergeTest {
    @TempDir
    private Path folder;

    /** Makes an {@code .npz} of arrays {@code a} and {@code b} of one number each, as {@code numpy.savez} does. */
    private static byte[] npz(float a, float b) throws IOException {
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(file)) {
            add(zip, "a", a);
            add(zip, "b", b);
        }
        return file.toByteArray();
    }

    private static void add(ZipOutputStream zip, String name, float value) throws IOException {
        String header = "{'descr': '<f4', 'fortran_order': False, 'shape': (1,), }";
        byte[] array = ByteBuffer.allocate(132)
                .order(ByteOrder.LITTLE_ENDIAN)
                .put("\u0093NUMPY\1\0v\0".getBytes(StandardCharsets.ISO_8859_1))
                .put((header + " ".repeat(117 - header.length()) + "\n").getBytes(StandardCharsets.ISO_8859_1))
                .putFloat(value)
                .array();
        CRC32 crc = new CRC32();
        crc.update(array);
        ZipEntry entry = new ZipEntry(name + ".npy");
        entry.setMethod(ZipEntry.STORED);
        entry.setTime(0);
        entry.setSize(array.length);
        entry.setCrc(crc.getValue());
        zip.putNextEntry(entry);
        zip.write(array);
    }

    private byte[] merge(String rules, byte[] base, byte[] ours, byte[] theirs, String open) throws IOException {
        try (Workers workers = new Workers(2)) {
            FileMerge files = new FileMerge(Files.createTempDirectory(folder, "merge"), workers);
            Optional<Stub> from = files.read(new ByteArrayInputStream(base));
            StubMerge merge = new StubMerge(
                    from,
                    files.read(new ByteArrayInputStream(ours)).orElseThrow(),
                    files.read(new ByteArrayInputStream(theirs)).orElseThrow());
            ParameterRules chosen = ParameterRules.parse(rules, "rules", Strategies.installed());
            Resolver.Outcome outcome = files.settle(merge, MergeDriver.plan(merge.conflicts(), chosen));
            MergedStub merged = files.finish(merge, Settlement.NONE.with(outcome.settled()));
            assertThat(merged.open() + (merged.frameOpen() ? "frame" : "")).contains(open);
            assertThat(merged.isClean()).isEqualTo(open.isEmpty());
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            files.write(merged.stub(), Channels.newChannel(out));
            return out.toByteArray();
        }
    }

    @Test
    void checksumsAreThoseOfWhatIsMerged() throws IOException {
        assertThat(merge("", npz(1, 2), npz(5, 2), npz(1, 6), "")).isEqualTo(npz(5, 6));
        assertThat(merge("* = linear", npz(1, 2), npz(5, 2), npz(7, 6), "")).isEqualTo(npz(6, 6));
    }

    @Test
    void theyHoldInAFileWithOpenConflictsToo() throws IOException {
        assertThat(merge("", npz(1, 2), npz(5, 2), npz(7, 6), "a")).isEqualTo(npz(5, 6));
    }
}
