// SPDX-License-Identifier: Apache-2.0
package org.gittheta.lfs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.gittheta.lfs.fetch.Download;
import org.gittheta.lfs.push.ObjectPush;
import org.gittheta.lfs.push.PushException;
import org.gittheta.lfs.server.Fault;
import org.gittheta.lfs.server.LfsServer;
import org.gittheta.lfs.server.Operation;
import org.gittheta.storage.codec.RawCodec;
import org.gittheta.storage.object.FileObjectStore;
import org.gittheta.storage.object.Slice;
import org.gittheta.storage.object.StoredObject;
import org.gittheta.storage.object.TemporaryFiles;
import org.gittheta.storage.repository.Git;
import org.gittheta.storage.stub.Encoding;
import org.gittheta.storage.stub.FrameEntry;
import org.gittheta.storage.stub.ParameterEntry;
import org.gittheta.storage.stub.Stub;
import org.gittheta.storage.stub.StubFormat;
import org.gittheta.storage.tensor.DType;
import org.gittheta.storage.tensor.ParameterName;
import org.gittheta.storage.tensor.Shape;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Pushes to and downloads from a server that fails in every way, then mends it and repeats. */
@Timeout(60)
class TransferFaultTest {
    private static final byte[] CONTENT = new byte[200_000];
    private static final ParameterName NAME = new ParameterName("layer.0.weight");

    @TempDir
    private Path folder;

    private LfsServer server;
    private Git git;
    private FileObjectStore store;
    private StoredObject object;

    @BeforeEach
    void commitStub() throws IOException {
        Repositories repositories = Repositories.in(folder);
        repositories.assumeGitLfs();
        repositories.bare("served/m.git");
        server = LfsServer.start(folder.resolve("served"));
        git = repositories.make("work");
        git.run("remote", "add", "origin", server.url("m.git").toString());
        // As often as git-lfs tries by default would take half a minute.
        git.run("config", "lfs.transfer.maxretries", "1");
        git.run("config", "lfs.transfer.maxretrydelay", "1");
        Path lfs = folder.resolve("work/.git/lfs");
        object = Repositories.store(lfs, CONTENT);
        store = new FileObjectStore(lfs);
        Encoding encoding =
                new Encoding(RawCodec.NAME, List.of(new Slice(object.oid(), object.size(), 0, object.size())));
        Stub stub = new Stub(
                new FrameEntry("opaque", object.size(), object.oid(), encoding),
                List.of(new ParameterEntry(
                        NAME, DType.U8, Shape.of(object.size()), object.size(), object.oid(), encoding, false)));
        Files.write(folder.resolve("work/m.bin"), StubFormat.write(stub));
        git.run("add", "m.bin");
        git.run("commit", "-q", "-m", "m");
    }

    @AfterEach
    void stop() throws IOException {
        if (server != null) {
            server.close();
        }
    }

    /** Makes a server fail, and says so. */
    private record Failing(String what, Breaking how) {
        @Override
        public String toString() {
            return what;
        }
    }

    @FunctionalInterface
    private interface Breaking {
        void of(LfsServer server) throws IOException;
    }

    private static Stream<Failing> common() {
        Stream<Failing> statuses = Stream.of(403, 404, 500, 503)
                .map(code -> new Failing(
                        "a batch request with " + code, s -> s.fail(Operation.BATCH, new Fault.Status(code))));
        return Stream.concat(statuses, Stream.of(new Failing("a refused connection", LfsServer::refuse)));
    }

    private static Stream<Failing> uploads() {
        return Stream.concat(
                common(),
                Stream.of(
                        new Failing("an upload with 403", s -> s.fail(Operation.UPLOAD, new Fault.Status(403))),
                        new Failing("an upload with 422", s -> s.fail(Operation.UPLOAD, new Fault.Status(422))),
                        new Failing("an upload with 500", s -> s.fail(Operation.UPLOAD, new Fault.Status(500))),
                        new Failing("an upload that is cut", s -> s.fail(Operation.UPLOAD, new Fault.Cut())),
                        new Failing("an upload that is spoilt", s -> s.fail(Operation.UPLOAD, new Fault.Flipped()))));
    }

    private static Stream<Failing> downloads() {
        return Stream.concat(
                common(),
                Stream.of(
                        new Failing("a download with 404", s -> s.fail(Operation.DOWNLOAD, new Fault.Status(404))),
                        new Failing("a download with 500", s -> s.fail(Operation.DOWNLOAD, new Fault.Status(500))),
                        new Failing("a download that is cut", s -> s.fail(Operation.DOWNLOAD, new Fault.Cut())),
                        new Failing(
                                "a download that is spoilt", s -> s.fail(Operation.DOWNLOAD, new Fault.Flipped()))));
    }

    private void push() throws IOException {
        new ObjectPush(git, store, Optional.empty(), false).push("origin", List.of("main"));
    }

    private Download.Result download() throws IOException {
        return new Download(git, store, false).fetch(List.of("origin"), List.of(object));
    }

    private void mend() throws IOException {
        server.heal();
        server.accept();
    }

    @ParameterizedTest
    @MethodSource("uploads")
    void aPushFailsWithWhatItIsAboutAndSucceedsLater(Failing failing) throws IOException {
        failing.how().of(server);
        assertThatThrownBy(this::push)
                .isInstanceOf(PushException.class)
                .message()
                .satisfies(sentence -> assertThat(sentence.lines()).hasSize(1));
        assertThat(server.objects("m.git")).as("objects on the server").isEmpty();
        mend();
        push();
        assertThat(server.objects("m.git")).containsExactly(object.oid().toString());
    }

    @ParameterizedTest
    @MethodSource("downloads")
    void aDownloadLetsNothingInAndSucceedsLater(Failing failing) throws IOException {
        push();
        TemporaryFiles.deleteTree(folder.resolve("work/.git/lfs"));
        failing.how().of(server);
        Download.Result failed = download();
        assertThat(failed.missing()).containsExactly(object);
        assertThat(failed.reason().lines()).singleElement().asString().contains("origin");
        assertThat(store.contains(object.oid(), object.size())).isFalse();
        mend();
        assertThat(download().missing()).isEmpty();
        assertThat(store.absent(Set.of(object))).isEmpty();
    }

    @Test
    void aMissingPasswordIsSaidAndOneThatIsThereHelps() throws IOException {
        server.close();
        server = LfsServer.start(folder.resolve("served"), "user", "secret");
        git.run("remote", "set-url", "origin", server.url("m.git").toString());
        assertThatThrownBy(this::push).isInstanceOf(PushException.class).hasMessageContaining("origin");
        git.run("config", "credential.helper", "!f() { echo username=user; echo password=secret; }; f");
        push();
        assertThat(server.objects("m.git")).containsExactly(object.oid().toString());
    }

    @Test
    void aSlowServerOnlyTakesLonger() throws IOException {
        server.fail(Operation.UPLOAD, new Fault.Slow(200_000));
        push();
        assertThat(server.objects("m.git")).containsExactly(object.oid().toString());
    }
}
