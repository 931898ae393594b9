// SPDX-License-Identifier: Apache-2.0
package org.gittheta.lfs.remote;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.gittheta.lfs.Repositories;
import org.gittheta.lfs.history.StubFiles;
import org.gittheta.lfs.server.Fault;
import org.gittheta.lfs.server.LfsServer;
import org.gittheta.lfs.server.Operation;
import org.gittheta.lfs.server.ServedRequest;
import org.gittheta.storage.object.StoredObject;
import org.gittheta.storage.repository.Git;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Asks a real server, a folder, and servers that mean harm. */
@Timeout(60)
class RemoteObjectsTest {
    @TempDir
    private Path folder;

    private Path root;
    private Repositories repositories;
    private Git git;
    private StoredObject there;
    private final StoredObject absent = StubFiles.object("absent");

    @BeforeEach
    void makeRepositories() throws IOException {
        root = folder.toRealPath();
        repositories = Repositories.in(root);
        git = repositories.make("r");
        repositories.bare("served/m.git");
        there = Repositories.store(root.resolve("served/m.git/lfs"), StubFiles.content("there"));
    }

    private RemoteObjects remotes() {
        return new RemoteObjects(git);
    }

    private void assertAnswers(String remote) throws IOException {
        assertThat(remotes().held(remote, List.of(there, absent))).containsExactly(there);
    }

    @Test
    void aServerSaysWhichItHas() throws IOException {
        try (LfsServer server = LfsServer.start(root.resolve("served"))) {
            git.run("remote", "add", "origin", server.url("m.git").toString());
            assertAnswers("origin");
            assertAnswers(server.url("m.git").toString());
            assertThat(remotes().held("origin", List.of())).isEmpty();
        }
    }

    @Test
    void aHundredObjectsAreAskedForAtOnce() throws IOException {
        List<StoredObject> many = new ArrayList<>(List.of(there));
        for (int i = 0; i < 250; i++) {
            many.add(StubFiles.object("absent " + i));
        }
        try (LfsServer server = LfsServer.start(root.resolve("served"))) {
            assertThat(remotes().held(server.url("m.git").toString(), many)).containsExactly(there);
            assertThat(server.requests(Operation.BATCH))
                    .hasSize(3)
                    .allMatch(request -> request.oids().size() <= 100)
                    .extracting(ServedRequest::purpose)
                    .containsOnly("download");
        }
    }

    @ParameterizedTest
    @CsvSource({"served/m.git", "served/m", "file://ROOT/served/m.git", "../served/m.git"})
    void aFolderIsLookedInto(String url) throws IOException {
        Git other = repositories.make("linked");
        other.run("commit", "-q", "--allow-empty", "-m", "one");
        git = other;
        Files.createDirectories(other.directory().resolve("sub"));
        String absolute = url.startsWith("../") ? url : url.replace("ROOT", root.toString());
        String remote = absolute.startsWith("served") ? root.resolve(absolute).toString() : absolute;
        other.run("remote", "add", "origin", remote);

        assertAnswers("origin");
        git = repositories.git("linked/sub");
        assertAnswers("origin");
    }

    @Test
    void onlyWhatGitLfsWouldGiveCountsInAFolder() throws IOException {
        Repositories.store(root.resolve("served/m.git/lfs/theta"), StubFiles.content("kept"));
        repositories.git("served/m.git").run("config", "lfs.storage", "elsewhere");
        StoredObject otherSize = new StoredObject(there.oid(), there.size() + 1);
        assertThat(remotes().held(root.resolve("served/m.git").toString(), List.of(there)))
                .isEmpty();
        Repositories.store(root.resolve("served/m.git/elsewhere"), StubFiles.content("there"));
        Repositories.store(root.resolve("served/m.git/elsewhere/theta"), StubFiles.content("kept"));
        assertThat(remotes()
                        .held(
                                root.resolve("served/m.git").toString(),
                                List.of(there, otherSize, StubFiles.object("kept"))))
                .containsExactly(there);
    }

    @Test
    void aFolderThatIsNoRepositoryIsNot() throws IOException {
        Files.createDirectories(git.directory().resolve("inside"));
        for (String path : List.of("inside", "nowhere")) {
            assertThatExceptionOfType(RemoteFaultException.class)
                    .isThrownBy(() -> remotes().held(path, List.of(there)))
                    .withMessageContaining("is no git repository");
        }
    }

    @Test
    void credentialsComeFromGitAndAreToldWhetherTheyAreRight() throws IOException {
        Path log = root.resolve("credentials.txt");
        try (LfsServer server = LfsServer.start(root.resolve("served"), "me", "right")) {
            git.run("remote", "add", "origin", server.url("m.git").toString());
            assertThatExceptionOfType(RemoteFaultException.class)
                    .isThrownBy(() -> remotes().held("origin", List.of(there)))
                    .withMessageContaining("asks for a user and a password");

            helper(log, "right");
            assertAnswers("origin");
            assertThat(Files.readString(log)).contains("get").contains("store").doesNotContain("erase");

            helper(log, "wrong");
            assertThatExceptionOfType(RemoteFaultException.class)
                    .isThrownBy(() -> remotes().held("origin", List.of(there)))
                    .withMessageContaining("does not take the user and password")
                    .satisfies(e -> assertThat(e.getMessage()).doesNotContain("wrong"));
            assertThat(Files.readString(log)).contains("erase");

            git.run("config", "credential.helper", "");
            git.run(
                    "remote",
                    "set-url",
                    "origin",
                    server.url("m.git").toString().replace("//", "//me:right@"));
            assertAnswers("origin");
            git.run("remote", "set-url", "origin", server.url("m.git").toString());
            git.run("config", "http.extraHeader", "Authorization: " + Credentials.basic("me:right"));
            assertAnswers("origin");
        }
    }

    private void helper(Path log, String password) throws IOException {
        git.run(
                "config",
                "credential.helper",
                "!f() { echo \"$1\" >> '" + log + "'; test \"$1\" != get || { echo username=me; echo password="
                        + password + "; }; }; f");
    }

    @ParameterizedTest
    @CsvSource({"403, forbids", "404, is no Git LFS server", "429, too often", "500, status 500"})
    void aFaultIsOneSentence(int status, String words) throws IOException {
        try (LfsServer server = LfsServer.start(root.resolve("served"))) {
            server.fail(Operation.BATCH, new Fault.Status(status));
            String url = server.url("m.git").toString();
            assertThatExceptionOfType(RemoteFaultException.class)
                    .isThrownBy(() -> remotes().held(url, List.of(there)))
                    .withMessageContaining(words)
                    .withMessageContaining(url)
                    .satisfies(e -> assertThat(e.getMessage()).doesNotContain("\n"));
            server.heal();
            server.fail(Operation.BATCH, new Fault.Cut());
            assertThatExceptionOfType(RemoteFaultException.class)
                    .isThrownBy(() -> remotes().held(url, List.of(there)));
            server.heal();
            assertAnswers(url);
            server.refuse();
            assertThatExceptionOfType(RemoteFaultException.class)
                    .isThrownBy(() -> remotes().held(url, List.of(there)))
                    .withMessageContaining("cannot be reached");
        }
    }

    @Test
    void aRedirectionIsFollowedOnTheSameServerOnly() throws IOException {
        List<String> authorizations = new CopyOnWriteArrayList<>();
        try (LfsServer server = LfsServer.start(root.resolve("served"))) {
            HttpServer pointing = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            String own = "http://127.0.0.1:" + pointing.getAddress().getPort();
            pointing.createContext("/", exchange -> {
                String path = exchange.getRequestURI().getPath();
                String to = path.startsWith("/away/")
                        ? server.url("m.git") + "/info/lfs/objects/batch"
                        : path.startsWith("/round/") ? path : "/here/objects/batch";
                byte[] body = "{\"objects\":[]}".getBytes(UTF_8);
                if (path.startsWith("/here/")) {
                    authorizations.add(exchange.getRequestHeaders().getFirst("Authorization"));
                    exchange.sendResponseHeaders(200, body.length);
                    exchange.getResponseBody().write(body);
                } else {
                    exchange.getResponseHeaders().add("Location", to);
                    exchange.sendResponseHeaders(307, -1);
                }
                exchange.close();
            });
            pointing.start();
            try {
                git.run("config", "lfs.url", own.replace("//", "//me:secret@") + "/moved");
                assertThat(remotes().held("origin", List.of(there))).isEmpty();
                assertThat(authorizations).containsExactly(Credentials.basic("me:secret"));
                for (String path : List.of("/away", "/round")) {
                    git.run("config", "lfs.url", own.replace("//", "//me:secret@") + path);
                    assertThatExceptionOfType(RemoteFaultException.class)
                            .isThrownBy(() -> remotes().held("origin", List.of(there)))
                            .withMessageContaining("credentials are sent to no other server")
                            .satisfies(e -> assertThat(e.getMessage()).doesNotContain("secret"));
                }
                assertThat(server.requests()).isEmpty();
            } finally {
                pointing.stop(0);
            }
        }
    }

    @Test
    void anAnswerWithoutEndIsCutOff() throws IOException {
        HttpServer endless = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        endless.createContext("/", exchange -> {
            exchange.sendResponseHeaders(200, 0);
            byte[] part = "[".repeat(1 << 16).getBytes(UTF_8);
            try {
                while (true) {
                    exchange.getResponseBody().write(part);
                }
            } catch (IOException e) {
                exchange.close();
            }
        });
        endless.start();
        try {
            git.run(
                    "config",
                    "lfs.url",
                    "http://127.0.0.1:" + endless.getAddress().getPort());
            assertThatExceptionOfType(RemoteFaultException.class)
                    .isThrownBy(() -> remotes().held("origin", List.of(there)))
                    .withMessageContaining("more than");
        } finally {
            endless.stop(0);
        }
    }

    @Test
    void overSshTheServerSaysWhereAndWithWhichHeaders() throws IOException {
        try (LfsServer server = LfsServer.start(root.resolve("served"), "me", "right")) {
            Path ssh = root.resolve("ssh");
            Files.writeString(
                    ssh,
                    "#!/bin/sh\nprintf '%s\\n' \"$*\" >> '" + root.resolve("ssh.txt") + "'\necho '{\"href\":\""
                            + server.url("m.git") + "/info/lfs\",\"header\":{\"Authorization\":\""
                            + Credentials.basic("me:right") + "\"}}'\n");
            Files.setPosixFilePermissions(ssh, PosixFilePermissions.fromString("rwxr-xr-x"));
            git.run("config", "core.sshCommand", ssh + " -x");
            assertAnswers("ssh://git@h.org:22022/a/m.git");
            git = git.with("GIT_SSH_COMMAND", ssh + " -y");
            assertAnswers("git@h.org:a/it's m.git");
            assertThat(Files.readString(root.resolve("ssh.txt"))).isEqualTo("""
                    -x -p 22022 git@h.org git-lfs-authenticate /a/m.git download
                    -y git@h.org git-lfs-authenticate 'a/it'\\''s m.git' download
                    """);

            git = git.with("GIT_SSH_COMMAND", "sh -c 'echo no such user >&2; exit 255'");
            assertThatExceptionOfType(RemoteFaultException.class)
                    .isThrownBy(() -> remotes().held("git@h.org:m", List.of(there)))
                    .withMessageContaining("no such user");
        }
    }

    @Test
    void aTransferAgentIsNotAsked() throws IOException {
        git.run("config", "lfs.standaloneTransferAgent", "dragoman");
        assertThatExceptionOfType(RemoteFaultException.class)
                .isThrownBy(() -> remotes().held("https://h.org/m", List.of(there)))
                .withMessageContaining("dragoman");
    }
}
