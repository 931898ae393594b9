// SPDX-License-Identifier: Apache-2.0
package org.gittheta.filter.repository;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.gittheta.storage.digest.Sha256;
import org.gittheta.storage.digest.Sha256Digest;
import org.gittheta.storage.memo.ContentMemo;
import org.gittheta.storage.object.FileObjectStore;
import org.gittheta.storage.object.KeptObjects;
import org.gittheta.storage.object.MissingObjectsException;
import org.gittheta.storage.object.ObjectWriter;
import org.gittheta.storage.object.Slice;
import org.gittheta.storage.repository.Git;
import org.gittheta.storage.stub.Encoding;
import org.gittheta.storage.stub.FrameEntry;
import org.gittheta.storage.stub.Stub;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Says that nothing is ever referred to that a prune has deleted. */
class RepositoryEncodingsTest {
    private static final byte[] BYTES = {1, 2, 3, 4};
    private static final Sha256 HASH = Sha256Digest.of(BYTES);

    @TempDir
    Path folder;

    private FileObjectStore store;
    private Slice object;

    @BeforeEach
    void storeAnObject() throws IOException {
        store = new FileObjectStore(folder.resolve("lfs"));
        object = write();
    }

    private Slice write() throws IOException {
        try (ObjectWriter writer = store.create()) {
            writer.write(BYTES, 0, BYTES.length);
            Slice slice = writer.commit();
            store.sync();
            return slice;
        }
    }

    private void prune() throws IOException {
        new KeptObjects(folder.resolve("lfs"))
                .delete(List.of(object.object()), Instant.now().plusSeconds(1));
    }

    private RepositoryEncodings encodings(Stub... inGit) {
        return new RepositoryEncodings(
                new ContentMemo(folder.resolve("memo")),
                store,
                CompletableFuture.completedFuture(new StubsInGit.OfPath(List.of(inGit), List.of(inGit))),
                new OtherStubs(new Git(folder, Map.of()), "model.bin", Optional.empty()));
    }

    private Stub stub() {
        Encoding encoding = new Encoding("raw", List.of(object));
        return new Stub(new FrameEntry("opaque", BYTES.length, HASH, encoding), List.of());
    }

    @Test
    void theMemoOffersNoObjectThatWasPruned() throws IOException {
        encodings().settle(stub());
        assertThat(encodings().find(HASH, BYTES.length)).contains(stub().frame().encoding());

        prune();
        assertThat(encodings().find(HASH, BYTES.length)).isEmpty();
        assertThat(encodings(stub()).find(HASH, BYTES.length))
                .as("by git's stub")
                .isEmpty();

        write();
        assertThat(encodings().find(HASH, BYTES.length)).as("stored again").isPresent();
    }

    @Test
    void whatIsPrunedBetweenFindingItAndTheStubFailsTheAdd() throws IOException {
        RepositoryEncodings encodings = encodings(stub());
        assertThat(encodings.find(HASH, BYTES.length)).isPresent();
        prune();

        assertThatExceptionOfType(MissingObjectsException.class)
                .isThrownBy(() -> encodings.settle(stub()))
                .withMessageContaining("add the file again")
                .satisfies(e -> assertThat(e.missing()).containsExactly(object.oid()));
        write();
        assertThat(encodings.settle(stub())).isEqualTo(stub());
    }
}
