// SPDX-License-Identifier: Apache-2.0
package org.gittheta.lfs.remote;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.gittheta.lfs.Repositories;
import org.gittheta.storage.repository.Git;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Compares with what {@code git lfs env} says for the same settings. */
class EndpointsTest {
    @TempDir
    private Path folder;

    private Git git;

    @BeforeEach
    void makeRepository() throws IOException {
        git = Repositories.in(folder.toRealPath()).make("r");
    }

    private Endpoint of(String remote) throws IOException {
        return new Endpoints(git).of(remote);
    }

    private static Endpoint http(String url) {
        return new Endpoint.Http(URI.create(url));
    }

    @ParameterizedTest
    @CsvSource({
        "https://h.org/a/m, https://h.org/a/m.git/info/lfs",
        "https://h.org/a/m.git, https://h.org/a/m.git/info/lfs",
        "https://h.org/a/m.git/, https://h.org/a/m.git/info/lfs",
        "http://u@h.org:81/m, http://u@h.org:81/m.git/info/lfs",
        "git://h.org/m, https://h.org/m.git/info/lfs",
    })
    void aServerIsFoundByTheUrlOfTheRepository(String url, String expected) throws IOException {
        git.run("remote", "add", "origin", url);

        assertThat(of("origin")).isEqualTo(http(expected));
        assertThat(of(url)).as("by URL").isEqualTo(http(expected));
    }

    @ParameterizedTest
    @CsvSource({
        "git@h.org:a/m.git, git@h.org, , a/m.git, https://h.org/a/m.git/info/lfs",
        "ssh://git@h.org:22022/a/m, git@h.org, 22022, /a/m, https://h.org/a/m.git/info/lfs",
        "ssh://h.org/~me/m.git, h.org, , /~me/m.git, https://h.org/~me/m.git/info/lfs",
    })
    void anSshServerIsFoundByTheUrlOfTheRepository(
            String url, String destination, Integer port, String path, String otherwise) throws IOException {
        assertThat(of(url))
                .isEqualTo(new Endpoint.Ssh(destination, Optional.ofNullable(port), path, URI.create(otherwise)));
    }

    @ParameterizedTest
    @CsvSource({"/srv/m.git, /srv/m.git", "../m, ../m", "file:///srv/a%20b.git, /srv/a b.git"})
    void aPathIsAFolder(String url, String path) throws IOException {
        assertThat(of(url)).isEqualTo(new Endpoint.Folder(Path.of(path)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ssh://-oProxyCommand=x/m",
                "-oProxyCommand=x:m",
                "ssh://git@-oProxyCommand=x/m",
                "h.org:-m",
                "ext::sh -c x",
                "s3://bucket/m",
                "https:///m",
                "https://h.org:x y/m",
            })
    void whatCouldDoHarmOrCannotBeAskedIsRefusedInOneSentence(String url) {
        assertThatExceptionOfType(IOException.class)
                .isThrownBy(() -> EndpointUrl.ofRepository(url))
                .satisfies(e -> assertThat(e.getMessage()).doesNotContain("\n").isNotBlank());
    }

    @Test
    void settingsComeBeforeTheUrl() throws IOException {
        git.run("remote", "add", "origin", "https://h.org/m.git");
        git.run("remote", "add", "other", "https://other.org/m.git");
        git.run("config", "remote.origin.lfsurl", "https://lfs.org/x/");
        assertThat(of("origin")).isEqualTo(http("https://lfs.org/x"));
        assertThat(of("other")).isEqualTo(http("https://other.org/m.git/info/lfs"));

        git.run("config", "lfs.url", "https://all.org/lfs");
        assertThat(of("origin")).isEqualTo(http("https://all.org/lfs"));
        assertThat(of("other")).isEqualTo(http("https://all.org/lfs"));
    }

    @Test
    void theFileThatIsSharedCountsInTheWorktreeTheIndexAndTheCommit() throws IOException {
        git.run("remote", "add", "origin", "https://h.org/m.git");
        Path shared = git.directory().resolve(".lfsconfig");
        Files.writeString(shared, "[lfs]\n\turl = https://shared.org/lfs\n");
        assertThat(of("origin")).isEqualTo(http("https://shared.org/lfs"));
        git.run("add", ".lfsconfig");
        Files.delete(shared);
        assertThat(of("origin")).as("in the index").isEqualTo(http("https://shared.org/lfs"));
        git.run("commit", "-q", "-m", "shared");
        git.run("rm", "-q", "--cached", ".lfsconfig");
        assertThat(of("origin")).as("in HEAD").isEqualTo(http("https://shared.org/lfs"));

        git.run("config", "lfs.url", "https://mine.org/lfs");
        assertThat(of("origin")).as("git's own configuration wins").isEqualTo(http("https://mine.org/lfs"));
    }

    @Test
    void gitRewritesUrls() throws IOException {
        git.run("config", "url.https://h.org/.insteadOf", "h:");
        git.run("remote", "add", "origin", "h:m.git");
        assertThat(of("origin")).isEqualTo(http("https://h.org/m.git/info/lfs"));
        git.run("config", "lfs.url", "h:lfs");
        assertThat(of("origin")).isEqualTo(http("https://h.org/lfs"));
    }
}
