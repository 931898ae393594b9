// SPDX-License-Identifier: Apache-2.0
package org.gittheta.storage.object;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.gittheta.storage.digest.Sha256Digest;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KeptObjectsTest {
    private final Instant yesterday = Instant.now().minus(Duration.ofDays(1));
    private final Instant lastWeek = Instant.now().minus(Duration.ofDays(7));

    @TempDir
    Path lfs;

    private FileObjectStore store;
    private KeptObjects kept;
    private StoredObject abc;

    @BeforeEach
    void storeAnObject() throws IOException {
        store = new FileObjectStore(lfs);
        kept = new KeptObjects(lfs);
        abc = write("abc");
    }

    private StoredObject write(String text) throws IOException {
        byte[] bytes = text.getBytes(US_ASCII);
        try (ObjectWriter writer = store.create()) {
            writer.write(bytes, 0, bytes.length);
            writer.commit();
        }
        store.sync();
        return new StoredObject(Sha256Digest.of(bytes), bytes.length);
    }

    private Path file(String folder, StoredObject object) {
        String oid = object.oid().toString();
        return lfs.resolve(folder)
                .resolve(oid.substring(0, 2))
                .resolve(oid.substring(2, 4))
                .resolve(oid);
    }

    private void date(StoredObject object, Instant time) throws IOException {
        Files.setLastModifiedTime(file("theta/objects", object), FileTime.from(time));
    }

    private List<StoredObject> all() throws IOException {
        List<StoredObject> all = new ArrayList<>();
        kept.forEach(found -> all.add(found.object()));
        return all;
    }

    @Test
    void listsWhatTheStoreKeepsAndNothingElse() throws IOException {
        Path other = lfs.resolve("objects/00/11/" + "0".repeat(64));
        Files.createDirectories(other.getParent());
        Files.writeString(other, "a plain file of git-lfs");
        Files.writeString(lfs.resolve("theta/objects/notes.txt"), "not an object");
        Files.writeString(lfs.resolve("theta/objects/" + abc.oid()), "not in its place");

        assertThat(all()).containsExactly(abc);
        kept.forEach(found -> assertThat(found.used()).isAfter(yesterday));
        new KeptObjects(lfs.resolve("nowhere"))
                .forEach(found -> assertThat(found).isNull());
    }

    @Test
    void anUnusedObjectIsDeletedUnderBothNames() throws IOException {
        date(abc, lastWeek);

        assertThat(kept.delete(List.of(abc), yesterday)).containsExactly(abc);

        assertThat(file("objects", abc)).doesNotExist();
        assertThat(file("theta/objects", abc)).doesNotExist();
        assertThat(kept.delete(List.of(abc), yesterday)).as("a second time").isEmpty();
    }

    @Test
    void whatWasHalfDeletedIsStillListed() throws IOException {
        date(abc, lastWeek);
        Files.delete(file("objects", abc));

        assertThat(all()).containsExactly(abc);
        assertThat(kept.delete(List.of(abc), yesterday)).containsExactly(abc);
    }

    @Test
    void reusingOrWritingAnObjectAgainKeepsItFromAPrune() throws IOException {
        StoredObject def = write("def");
        date(abc, lastWeek);
        date(def, lastWeek);

        assertThat(store.reuse(abc.oid(), 3)).isTrue();
        write("def");

        assertThat(kept.delete(List.of(abc, def), yesterday)).isEmpty();
        assertThat(all()).containsExactlyInAnyOrder(abc, def);
        assertThat(store.reuse(abc.oid(), 4)).as("of another size").isFalse();
        assertThat(store.reuse(Sha256Digest.of(new byte[1]), 1)).as("not here").isFalse();
    }

    @Test
    void deletingWaitsForWhoIsAboutToReferToObjects() throws Exception {
        date(abc, lastWeek);
        Process other = new ProcessBuilder(
                        ProcessHandle.current().info().command().orElseThrow(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Holder.class.getName(),
                        lfs.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try {
            assertThat(other.inputReader().readLine()).isEqualTo("locked");
            CountDownLatch done = new CountDownLatch(1);
            List<StoredObject> deleted = new ArrayList<>();
            Thread prune = new Thread(() -> {
                try {
                    deleted.addAll(kept.delete(List.of(abc), yesterday));
                } catch (IOException e) {
                    throw new AssertionError(e);
                } finally {
                    done.countDown();
                }
            });
            prune.start();
            assertThat(done.await(300, TimeUnit.MILLISECONDS)).as("went on").isFalse();
            assertThat(store.reuse(abc.oid(), 3)).isTrue();
            other.getOutputStream().close();
            assertThat(done.await(20, TimeUnit.SECONDS)).isTrue();
            assertThat(deleted).isEmpty();
        } finally {
            other.destroyForcibly().waitFor();
        }
    }

    /** Is another process that holds a store's lock until its standard input ends. */
    static final class Holder {
        private Holder() {}

        public static void main(String[] arguments) throws IOException {
            Closeable lock = new FileObjectStore(Path.of(arguments[0])).lock();
            System.out.println("locked");
            System.in.read();
            lock.close();
        }
    }
}
