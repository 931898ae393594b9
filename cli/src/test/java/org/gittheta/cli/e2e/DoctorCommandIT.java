// SPDX-License-Identifier: Apache-2.0
package org.gittheta.cli.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Breaks one thing after another, and sees whether the doctor finds it and names the cure. */
class DoctorCommandIT {
    private static final String TRACKED = "*.safetensors filter=theta merge=theta -text\n";

    private static final List<String> WITHOUT_FILTER =
            List.of("-c", "filter.theta.process=", "-c", "filter.theta.clean=", "-c", "filter.theta.required=false");

    @TempDir
    private Path folder;

    private Sandbox sandbox;
    private Path repository;

    @BeforeEach
    void setUp() throws IOException {
        sandbox = Sandbox.in(folder);
        repository = sandbox.repository("r");
    }

    /** Commits a file with the filter switched off, as a program without git theta would. */
    private String commitRaw(String name, byte[] content) throws IOException {
        sandbox.write(repository, name, content);
        for (String command : List.of("add -A", "commit -q -m raw")) {
            List<String> words = new ArrayList<>(WITHOUT_FILTER);
            words.addAll(List.of(command.split(" ", -1)));
            sandbox.git(repository, words.toArray(String[]::new));
        }
        return sandbox.git(repository, "rev-parse", "HEAD").out().strip();
    }

    private JsonNode finding(Path directory, int exitCode, String check) throws IOException {
        String json = sandbox.theta(directory, "doctor", "--json")
                .exitedWith(exitCode)
                .out();
        for (JsonNode finding : new ObjectMapper().readTree(json).get("findings")) {
            if (finding.get("check").asText().equals(check)) {
                return finding;
            }
        }
        throw new AssertionError("no finding of " + check + " in " + json);
    }

    private static void assertFinding(JsonNode finding, String verdict, String... words) {
        assertThat(finding.get("verdict").asText()).as(finding.toString()).isEqualTo(verdict);
        for (String word : words) {
            assertThat(finding.toString()).contains(word);
        }
    }

    @Test
    void findsNoFaultAfterInstall() throws IOException {
        sandbox.install();
        Sandbox.Result result = sandbox.theta(repository, "doctor").succeeded();
        assertThat(result.out())
                .contains("ok       filter", "hard links work")
                .doesNotContain("fault ", "unknown", "\u001b");
    }

    @Test
    void worksOutsideARepositoryAndInBareOnes() throws IOException {
        sandbox.install();
        assertThat(sandbox.theta(folder, "doctor").succeeded().out()).doesNotContain("unknown", "store");
        assertThat(sandbox.theta(sandbox.bareRepository("b.git"), "doctor")
                        .succeeded()
                        .out())
                .doesNotContain("unknown")
                .contains("store");
    }

    @Test
    void findsThatNothingIsInstalled() throws IOException {
        assertFinding(
                finding(repository, 1, "filter"), "fault", "filter.theta.process is not set", "git theta install");
        assertFinding(finding(repository, 1, "merge"), "fault", "git theta install");
    }

    @Test
    void namesTheFileOfAnotherProgramsSetting() throws IOException {
        sandbox.install();
        sandbox.git(repository, "config", "filter.theta.clean", "git-theta-filter clean %f");
        assertFinding(
                finding(repository, 1, "filter"),
                "fault",
                "git-theta-filter clean %f",
                "local",
                "file:.git/config",
                "git theta install --local --force");
    }

    @Test
    void findsAFilterThatIsNotRequired() throws IOException {
        sandbox.install();
        sandbox.git(repository, "config", "filter.theta.required", "false");
        assertFinding(finding(repository, 1, "filter"), "fault", "store the checkpoint raw", "install --local");
    }

    @Test
    void findsALauncherThatIsGone() throws IOException {
        sandbox.install();
        sandbox.git(repository, "config", "--global", "filter.theta.process", "'/gone away/git-theta' filter-process");
        assertFinding(finding(repository, 1, "filter"), "fault", "is not there", "git theta install");
    }

    @Test
    void findsGitAnnexInFrontOfTheAttributesAndItsCureWorks() throws IOException {
        sandbox.install();
        sandbox.write(repository, ".gitattributes", TRACKED);
        commitRaw("m.safetensors", "raw".getBytes(StandardCharsets.UTF_8));
        sandbox.write(repository, ".git/info/attributes", "* filter=annex\n");
        Path linked = sandbox.root().resolve("linked");
        sandbox.git(
                repository, "-c", "filter.annex.smudge=", "worktree", "add", "-q", "--no-checkout", linked.toString());
        sandbox.git(linked, "read-tree", "HEAD");

        JsonNode finding = finding(linked, 1, "attributes");
        assertFinding(finding, "fault", "git-annex", "m.safetensors", "filter=theta annex.largefiles=nothing");

        sandbox.run(linked, new byte[0], List.of("sh", "-c", finding.get("fix").asText()))
                .succeeded();
        assertFinding(finding(linked, 0, "attributes"), "ok", "1 tracked");
    }

    @Test
    void findsAttributesThatLetGitChangeLineEnds() throws IOException {
        sandbox.install();
        sandbox.write(repository, ".gitattributes", "*.bin filter=theta merge=theta text\n");
        commitRaw("m.bin", new byte[] {1, 2, 3});
        assertFinding(finding(repository, 1, "attributes"), "fault", "line ends", "-text", "m.bin");
    }

    @Test
    void findsGitLfsOnTheSamePath() throws IOException {
        sandbox.install();
        sandbox.write(repository, ".gitattributes", TRACKED + "m.* filter=lfs\n");
        commitRaw("m.safetensors", new byte[] {1, 2, 3});
        assertFinding(finding(repository, 1, "attributes"), "fault", "git-lfs", "git lfs untrack");
    }

    @Test
    void saysWhoOwnsThePrePushHook() throws IOException {
        sandbox.theta(repository, "install").succeeded();
        assertFinding(finding(repository, 0, "hooks"), "ok", "uploads the objects");

        Path hook = sandbox.write(repository, ".git/hooks/pre-push", "#!/bin/sh\ngit lfs pre-push \"$@\"\n");
        assertFinding(finding(repository, 0, "hooks"), "warning", "git-lfs's", "git theta install");

        Files.writeString(hook, "#!/bin/sh\ngit theta pre-push \"$@\"\n");
        assertFinding(finding(repository, 0, "hooks"), "warning", "Python", "rm");

        sandbox.git(repository, "config", "core.hooksPath", "elsewhere");
        assertFinding(finding(repository, 0, "hooks"), "warning", "no pre-push hook", "core.hooksPath = elsewhere");
    }

    @Test
    void findsStaleTemporaryFilesWhereverTheStoreIs() throws IOException {
        sandbox.install();
        sandbox.git(
                repository,
                "config",
                "lfs.storage",
                sandbox.root().resolve("big disk").toString());
        Path stale = sandbox.write(sandbox.root(), "big disk/theta/tmp/object-1-a", "half");
        Files.setLastModifiedTime(stale, FileTime.from(Instant.now().minus(Duration.ofDays(2))));
        assertFinding(finding(repository, 0, "temporary"), "warning", "1 stale files of 4 bytes", "big disk");
        assertFinding(finding(repository, 0, "store"), "ok", "big disk");
        assertThat(stale.getParent().toFile().list()).containsExactly("object-1-a");
    }

    @Test
    void acceptsCommitsOfStubs() throws IOException {
        sandbox.write(repository, ".gitattributes", TRACKED);
        commitRaw("m.safetensors", "git-theta stub 1\n# ...\n".getBytes(StandardCharsets.UTF_8));
        sandbox.theta(repository, "doctor", "--ci").succeeded();
    }

    @Test
    void namesTheCommitThePathAndTheSizeOfARawCheckpoint() throws IOException {
        sandbox.write(repository, ".gitattributes", TRACKED);
        commitRaw("not-tracked.bin", new byte[7]);
        String guilty = commitRaw("sub dir/é.safetensors", new byte[100_000]);
        sandbox.commit(repository, "innocent");

        Sandbox.Result result =
                sandbox.theta(repository, "doctor", "--ci", "HEAD~2..HEAD").exitedWith(1);

        assertThat(result.out())
                .startsWith(guilty + " adds sub dir/é.safetensors without a stub (100000 bytes)\n")
                .contains("git add --renormalize");
        assertThat(result.out()).doesNotContain("not-tracked");
        sandbox.theta(repository, "doctor", "--ci").succeeded();
    }

    @Test
    void judgesACommitByItsOwnAttributes() throws IOException {
        commitRaw("old.safetensors", new byte[10]);
        sandbox.write(repository, ".gitattributes", TRACKED);
        String guilty = commitRaw("new.safetensors", new byte[10]);
        Files.delete(repository.resolve(".gitattributes"));
        sandbox.commit(repository, "attributes gone");

        JsonNode raw = new ObjectMapper()
                .readTree(sandbox.theta(repository, "doctor", "--json", "--ci", "HEAD")
                        .exitedWith(1)
                        .out())
                .get("raw_checkpoints");

        assertThat(raw).hasSize(1);
        assertThat(raw.get(0).get("commit").asText()).isEqualTo(guilty);
        assertThat(raw.get(0).get("path").asText()).isEqualTo("new.safetensors");
        assertThat(raw.get(0).get("size").asLong()).isEqualTo(10);
    }

    @Test
    void looksAtWhatTheUpstreamLacksAndInBareRepositories() throws IOException {
        sandbox.write(repository, ".gitattributes", TRACKED);
        sandbox.commit(repository, "first");
        Path server = sandbox.bareRepository("server.git");
        sandbox.git(repository, "push", "-q", "-u", server.toString(), "main");
        sandbox.git(repository, "remote", "add", "origin", server.toString());
        sandbox.git(repository, "push", "-q", "-u", "origin", "main");
        String guilty = commitRaw("m.safetensors", new byte[10]);
        sandbox.git(repository, "commit", "-q", "--allow-empty", "-m", "second");

        assertThat(sandbox.theta(repository, "doctor", "--ci").exitedWith(1).out())
                .startsWith(guilty);

        sandbox.git(repository, "push", "-q", "origin", "main");
        sandbox.theta(repository, "doctor", "--ci").succeeded();
        assertThat(sandbox.theta(server, "doctor", "--ci", "main~2..main")
                        .exitedWith(1)
                        .out())
                .startsWith(guilty);
    }

    @Test
    void explainsARangeThatIsNone() throws IOException {
        sandbox.commit(repository, "first");
        for (String range : new String[] {"nonsense..HEAD", "--all"}) {
            assertThat(sandbox.theta(repository, "doctor", "--ci=" + range)
                            .exitedWith(3)
                            .err())
                    .startsWith("git theta: ")
                    .doesNotContain("\tat ");
        }
        sandbox.theta(folder, "doctor", "--ci").exitedWith(3);
    }
}
