// SPDX-License-Identifier: Apache-2.0
package org.gittheta.storage.object;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.gittheta.storage.digest.Sha256;
import org.gittheta.storage.digest.Sha256Digest;
import org.junit.jupiter.api.Test;

/** Says what every object store must do; one passes it by subclassing it. */
@SuppressWarnings("JUnit4TestNotRun")
abstract class ObjectStoreContract {
    static final byte[] ABC = "abc".getBytes(US_ASCII);
    static final Slice ABC_OBJECT = Slice.whole(Sha256Digest.of(ABC), 3);

    /** Returns the store, the same for one test. */
    protected abstract ObjectStore store();

    @Test
    void anObjectCanBeReadOnceItIsCommittedAndSynced() throws IOException {
        try (ObjectWriter writer = store().create()) {
            writer.write("xabx".getBytes(US_ASCII), 1, 2);
            writer.write(new byte[] {'c'}, 0, 1);
            assertThat(writer.size()).isEqualTo(3);
            assertThat(store().contains(ABC_OBJECT.oid(), 3)).isFalse();

            assertThat(writer.commit()).isEqualTo(ABC_OBJECT);
        }
        store().sync();
        assertThat(store().contains(ABC_OBJECT.oid(), 3)).isTrue();
        assertThat(read(store(), ABC_OBJECT)).isEqualTo(ABC);
        store().require(List.of(ABC_OBJECT.object(), new Slice(ABC_OBJECT.oid(), 3, 1, 1).object()));
    }

    @Test
    void anObjectThatIsNotCommittedWasNeverThere() throws IOException {
        try (ObjectWriter writer = store().create()) {
            writer.write(ABC, 0, 3);
        }
        assertThat(store().contains(ABC_OBJECT.oid(), 3)).isFalse();
        assertThatExceptionOfType(MissingObjectsException.class)
                .isThrownBy(() -> store().open(ABC_OBJECT.oid(), 3))
                .satisfies(e -> assertThat(e.missing()).containsExactly(ABC_OBJECT.oid()));
    }

    @Test
    void theSameObjectTwiceIsOneObject() throws IOException {
        assertThat(write(store(), ABC)).isEqualTo(ABC_OBJECT);
        assertThat(write(store(), ABC)).isEqualTo(ABC_OBJECT);
        assertThat(read(store(), ABC_OBJECT)).isEqualTo(ABC);
    }

    @Test
    void manyThreadsMayWriteTheSameObjects() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(8);
        try {
            List<Future<Slice>> written = new ArrayList<>();
            for (int i = 0; i < 64; i++) {
                byte[] bytes = ("object " + i % 4).getBytes(US_ASCII);
                written.add(threads.submit(() -> {
                    Slice slice = write(store(), bytes);
                    assertThat(read(store(), slice)).isEqualTo(bytes);
                    return slice;
                }));
            }
            for (Future<Slice> slice : written) {
                assertThat(store().contains(slice.get().oid(), 8)).isTrue();
            }
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void anObjectOfAnotherSizeIsNotTheObject() throws IOException {
        write(store(), ABC);
        assertThat(store().contains(ABC_OBJECT.oid(), 4)).isFalse();
        assertThatExceptionOfType(CorruptObjectException.class).isThrownBy(() -> store().open(ABC_OBJECT.oid(), 4));
    }

    @Test
    void allMissingObjectsAreNamedAtOnce() throws IOException {
        write(store(), ABC);
        Slice one = Slice.whole(Sha256.OF_NOTHING, 10);
        Slice other = new Slice(Sha256Digest.of(new byte[1]), 10, 2, 3);
        assertThatExceptionOfType(MissingObjectsException.class)
                .isThrownBy(
                        () -> store().require(List.of(one.object(), ABC_OBJECT.object(), other.object(), one.object())))
                .satisfies(e -> assertThat(e.missing()).containsExactly(one.oid(), other.oid()));
    }

    static Slice write(ObjectStore store, byte[] bytes) throws IOException {
        Slice whole;
        try (ObjectWriter writer = store.create()) {
            writer.write(bytes, 0, bytes.length);
            whole = writer.commit();
        }
        store.sync();
        return whole;
    }

    static byte[] read(ObjectStore store, Slice object) throws IOException {
        try (InputStream in = Channels.newInputStream(store.open(object.oid(), object.objectSize()))) {
            return in.readAllBytes();
        }
    }
}
