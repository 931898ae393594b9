// SPDX-License-Identifier: Apache-2.0
package org.gittheta.lfs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.gittheta.lfs.server.LfsServer;
import org.gittheta.lfs.server.Operation;
import org.gittheta.lfs.server.ServedRequest;
import org.gittheta.storage.repository.Git;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Lets the real git and git-lfs use the server of the tests. */
class LfsServerTest {
    private static final String HELPER = "!f() { test \"$1\" = get && echo username=u && echo password=p; }; f";

    @TempDir
    private Path folder;

    private Repositories repositories;

    @BeforeEach
    void makeRepositories() throws IOException {
        repositories = Repositories.in(folder.toRealPath());
        repositories.assumeGitLfs();
        repositories.bare("served/m.git");
    }

    private Git committed(LfsServer server, byte[] content) throws IOException {
        Git work = repositories.make("work");
        work.run("lfs", "install", "--local");
        work.run("lfs", "track", "*.bin");
        Files.write(work.directory().resolve("m.bin"), content);
        work.run("add", "-A");
        work.run("commit", "-q", "-m", "one");
        work.run("remote", "add", "origin", server.url("m.git").toString());
        return work;
    }

    @Test
    void gitAndGitLfsPushAndClone() throws IOException {
        byte[] content = new byte[100_000];
        Arrays.fill(content, (byte) 7);
        String oid = Repositories.hash(content).toString();
        try (LfsServer server = LfsServer.start(folder.resolve("served"))) {
            Git work = committed(server, content);

            work.run("push", "-q", "origin", "main");

            assertThat(server.objects("m.git")).containsExactly(oid);
            assertThat(server.requests(Operation.UPLOAD)).singleElement().satisfies(upload -> {
                assertThat(upload.oids()).containsExactly(oid);
                assertThat(upload.received()).isEqualTo(content.length);
                assertThat(upload.status()).isEqualTo(200);
            });
            assertThat(server.requests(Operation.BATCH)).first().satisfies(batch -> {
                assertThat(batch.purpose()).isEqualTo("upload");
                assertThat(batch.oids()).containsExactly(oid);
            });
            server.forgetRequests();
            work.run("commit", "-q", "--allow-empty", "-m", "two");
            work.run("push", "-q", "origin", "main");
            work.run("lfs", "push", "--all", "origin");
            assertThat(server.requests(Operation.UPLOAD)).isEmpty();

            server.forgetRequests();
            Git here = new Git(repositories.root(), repositories.environment());
            here.run("clone", "-q", server.url("m.git").toString(), "copy");
            Git copy = repositories.git("copy");
            copy.run("lfs", "install", "--local");
            copy.run("lfs", "pull");

            assertThat(copy.directory().resolve("m.bin")).hasBinaryContent(content);
            assertThat(server.requests(Operation.DOWNLOAD)).singleElement().satisfies(download -> {
                assertThat(download.oids()).containsExactly(oid);
                assertThat(download.sent()).isEqualTo(content.length);
            });
        }
    }

    @Test
    void asksForUserAndPasswordOfGitAndOfGitLfs() throws IOException {
        byte[] content = {1, 2, 3};
        try (LfsServer server = LfsServer.start(folder.resolve("served"), "u", "p")) {
            Git work = committed(server, content);

            Git.Output refused = work.attempt(new byte[0], "push", "-q", "origin", "main");
            assertThat(refused.exitCode()).isNotZero();
            assertThat(server.objects("m.git")).isEmpty();
            assertThat(server.requests()).isNotEmpty().allMatch(request -> request.status() == 401);

            work.run("-c", "credential.helper=" + HELPER, "push", "-q", "origin", "main");
            Git here = new Git(repositories.root(), repositories.environment());
            here.run(
                    "-c",
                    "credential.helper=" + HELPER,
                    "clone",
                    "-q",
                    server.url("m.git").toString(),
                    "copy");
            Git copy = repositories.git("copy");
            copy.run("-c", "credential.helper=" + HELPER, "lfs", "fetch", "origin", "main");

            String oid = Repositories.hash(content).toString();
            assertThat(server.objects("m.git")).containsExactly(oid);
            assertThat(copy.directory().resolve(".git/lfs/objects/" + oid.substring(0, 2) + "/" + oid.substring(2, 4)))
                    .isDirectoryContaining("glob:**" + oid);
        }
    }

    @Test
    void servesAFilteredCloneAndRunsHooks() throws IOException {
        try (LfsServer server = LfsServer.start(folder.resolve("served"))) {
            Git work = committed(server, new byte[] {5});
            Path hook = folder.resolve("served/m.git/hooks/pre-receive");
            Files.createDirectories(hook.getParent());
            Files.writeString(hook, "#!/bin/sh\necho not today >&2\nexit 1\n");
            assertThat(hook.toFile().setExecutable(true)).isTrue();

            Git.Output refused = work.attempt(new byte[0], "push", "origin", "main");
            assertThat(refused.errors()).contains("not today");
            Files.delete(hook);
            work.run("push", "-q", "origin", "main");
            Git here = new Git(repositories.root(), repositories.environment());
            here.run(
                    "clone",
                    "-q",
                    "--no-checkout",
                    "--filter=blob:none",
                    server.url("m.git").toString(),
                    "copy");

            assertThat(repositories
                            .git("copy")
                            .run("rev-list", "--objects", "--all", "--missing=print")
                            .text())
                    .contains("?");
            List<ServedRequest> requests = server.requests(Operation.GIT);
            assertThat(requests).anyMatch(request -> request.path().equals("/m.git/git-upload-pack"));
        }
    }
}
