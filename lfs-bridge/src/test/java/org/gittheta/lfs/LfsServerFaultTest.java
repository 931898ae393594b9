// SPDX-License-Identifier: Apache-2.0
package org.gittheta.lfs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.gittheta.lfs.server.Fault;
import org.gittheta.lfs.server.LfsServer;
import org.gittheta.lfs.server.Operation;
import org.gittheta.storage.object.StoredObject;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Looks at each fault that the server of the tests can have, with a plain client. */
@Timeout(30)
class LfsServerFaultTest {
    private static final byte[] CONTENT = "x".repeat(1000).getBytes(StandardCharsets.UTF_8);

    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    @TempDir
    private Path folder;

    private LfsServer server;
    private StoredObject held;

    @BeforeEach
    void start() throws IOException {
        Repositories.in(folder).bare("served/m.git");
        held = Repositories.store(folder.resolve("served/m.git/lfs"), CONTENT);
        server = LfsServer.start(folder.resolve("served"));
    }

    @AfterEach
    void stop() throws IOException {
        server.close();
    }

    private URI content(StoredObject object) {
        return URI.create(server.url("m.git") + "/info/lfs/objects/content/" + object.oid());
    }

    private HttpResponse<byte[]> send(Operation operation) throws IOException, InterruptedException {
        HttpRequest request = switch (operation) {
            case DOWNLOAD -> HttpRequest.newBuilder(content(held)).build();
            case UPLOAD ->
                HttpRequest.newBuilder(content(fresh()))
                        .PUT(HttpRequest.BodyPublishers.ofByteArray(freshBytes()))
                        .build();
            default ->
                HttpRequest.newBuilder(URI.create(server.url("m.git") + "/info/lfs/objects/batch"))
                        .header("Content-Type", "application/vnd.git-lfs+json")
                        .header("Accept", "application/vnd.git-lfs+json")
                        .POST(HttpRequest.BodyPublishers.ofString("{\"operation\":\"download\",\"objects\":[{"
                                + "\"oid\":\"" + held.oid() + "\",\"size\":" + held.size() + "}]}"))
                        .build();
        };
        return client.send(request, HttpResponse.BodyHandlers.ofByteArray());
    }

    private static byte[] freshBytes() {
        return "y".repeat(500_000).getBytes(StandardCharsets.UTF_8);
    }

    private static StoredObject fresh() {
        return new StoredObject(Repositories.hash(freshBytes()), freshBytes().length);
    }

    private void assertWell(Operation operation) throws IOException, InterruptedException {
        HttpResponse<byte[]> answer = send(operation);
        assertThat(answer.statusCode()).isEqualTo(200);
        switch (operation) {
            case DOWNLOAD -> assertThat(answer.body()).isEqualTo(CONTENT);
            case UPLOAD ->
                assertThat(server.object("m.git", fresh().oid().toString())).hasBinaryContent(freshBytes());
            default ->
                assertThat(new String(answer.body(), StandardCharsets.UTF_8))
                        .contains(content(held).toString());
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"BATCH", "UPLOAD", "DOWNLOAD"})
    void everythingGoesWellWithoutAFault(Operation operation) throws Exception {
        assertWell(operation);
        assertThat(server.requests()).singleElement().satisfies(request -> {
            assertThat(request.operation()).isEqualTo(operation);
            assertThat(request.oids())
                    .containsExactly((operation == Operation.UPLOAD ? fresh() : held)
                            .oid()
                            .toString());
        });
    }

    @ParameterizedTest
    @ValueSource(ints = {401, 403, 404, 422, 500})
    void answersWithAStatusForAsManyRequestsAsToldTo(int status) throws Exception {
        server.fail(Operation.DOWNLOAD, new Fault.Status(status), 2);

        assertWell(Operation.BATCH);
        assertThat(send(Operation.DOWNLOAD).statusCode()).isEqualTo(status);
        assertThat(send(Operation.DOWNLOAD).statusCode()).isEqualTo(status);
        assertWell(Operation.DOWNLOAD);
    }

    @ParameterizedTest
    @EnumSource(names = {"BATCH", "UPLOAD", "DOWNLOAD"})
    void cutsABodyInTheMiddle(Operation operation) throws Exception {
        server.fail(operation, new Fault.Cut());

        assertThatThrownBy(() -> send(operation)).isInstanceOf(IOException.class);
        assertThat(server.object("m.git", fresh().oid().toString())).doesNotExist();
        server.heal();
        assertWell(operation);
    }

    @Test
    void changesBytesOfADownloadAndKeepsItsLength() throws Exception {
        server.fail(Operation.DOWNLOAD, new Fault.Flipped());

        assertThat(send(Operation.DOWNLOAD).body()).hasSize(CONTENT.length).isNotEqualTo(CONTENT);
    }

    @Test
    void refusesAnUploadWhoseBytesChangedOnTheWay() throws Exception {
        server.fail(Operation.UPLOAD, new Fault.Flipped());

        assertThat(send(Operation.UPLOAD).statusCode()).isBetween(400, 599);
        assertThat(server.object("m.git", fresh().oid().toString())).doesNotExist();
    }

    @Test
    void isSlow() throws Exception {
        server.fail(Operation.DOWNLOAD, new Fault.Slow(2_000), 1);

        long start = System.nanoTime();
        assertWell(Operation.DOWNLOAD);
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThan(Duration.ofMillis(350));
    }

    @Test
    void saysWhichObjectsItDoesNotHave() throws Exception {
        Files.delete(server.object("m.git", held.oid().toString()));

        assertThat(new String(send(Operation.BATCH).body(), StandardCharsets.UTF_8))
                .contains("404")
                .doesNotContain("href");
        assertThat(send(Operation.DOWNLOAD).statusCode()).isEqualTo(404);
    }

    @Test
    void refusesConnectionsAndComesBackOnTheSamePort() throws Exception {
        server.refuse();

        assertThatThrownBy(() -> send(Operation.BATCH)).isInstanceOf(ConnectException.class);
        server.accept();
        assertWell(Operation.BATCH);
    }
}
