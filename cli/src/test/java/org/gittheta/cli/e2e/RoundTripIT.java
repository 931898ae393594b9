// SPDX-License-Identifier: Apache-2.0
package org.gittheta.cli.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Adds files of every kind and gets back exactly what was added. */
class RoundTripIT {
    @TempDir
    private Path folder;

    private TrackedRepository repository;

    @BeforeEach
    void setUp() throws IOException {
        repository = TrackedRepository.in(Sandbox.in(folder), "r");
        repository.commit(
                ".gitattributes",
                "*\tfilter=theta diff=theta -text\n.gitattributes !filter\n".getBytes(StandardCharsets.UTF_8));
    }

    private Map<String, byte[]> writeFixtures() throws IOException {
        Map<String, byte[]> fixtures = Fixtures.all();
        for (Map.Entry<String, byte[]> fixture : fixtures.entrySet()) {
            repository.write(fixture.getKey(), fixture.getValue());
        }
        return fixtures;
    }

    private Sandbox.Result deleteAndCheckOut() throws IOException {
        for (String name : repository.git("ls-files", "-z").out().split("\0", 0)) {
            if (!name.equals(".gitattributes")) {
                Files.delete(repository.path(name));
            }
        }
        return repository.git("checkout", "--", ".");
    }

    private void assertAllHeld(Map<String, byte[]> files) throws IOException {
        for (Map.Entry<String, byte[]> file : files.entrySet()) {
            repository.assertHolds(file.getKey(), file.getValue());
        }
    }

    @Test
    void everyFixtureComesBackByteForByte() throws IOException {
        Map<String, byte[]> fixtures = writeFixtures();
        repository.commit("all");
        repository.assertClean();

        assertThat(deleteAndCheckOut().err()).isEmpty();

        assertAllHeld(fixtures);
        repository.assertClean();
        repository.store().assertWhole();
        assertThat(repository.store().temporary()).isEmpty();
        for (Map.Entry<String, byte[]> fixture : fixtures.entrySet()) {
            String stored = repository.stub(":" + fixture.getKey());
            if (fixture.getValue().length == 0) {
                assertThat(stored).isEmpty();
            } else {
                assertThat(stored).startsWith("git-theta stub 1\n");
            }
        }
    }

    @Test
    void theSameBytesGetTheSameStubWhereverItsStorageIsKnownFrom() throws IOException {
        writeFixtures();
        repository.git("add", "-A");
        String first = repository.index();
        repository.git("rm", "-q", "-r", "--cached", ".");
        repository.git("add", "-A");
        assertThat(repository.index()).as("known from the memo").isEqualTo(first);

        List<String> objects = repository.store().objects();
        Path memo = repository.path(".git/theta");
        StoreFiles.delete(memo);
        writeFixtures();
        repository.git("add", "-A");
        assertThat(repository.index()).as("known from the index").isEqualTo(first);

        repository.git("commit", "-q", "-m", "all");
        StoreFiles.delete(memo);
        repository.git("rm", "-q", "-r", "--cached", ".");
        repository.git("add", "-A");
        assertThat(repository.index()).as("known from HEAD").isEqualTo(first);
        assertThat(repository.store().objects()).isEqualTo(objects);
    }

    @Test
    void cleanAndSmudgeOfOneFileDoWhatTheLongRunningProcessDoes() throws IOException {
        Map<String, byte[]> some = new TreeMap<>();
        for (String name :
                List.of("weights.safetensors", "weights.pt", "broken/truncated.pt", "broken/empty.safetensors")) {
            some.put(name, Fixtures.of(name));
            repository.write(name, Fixtures.of(name));
        }
        repository.git("add", "-A");
        String byProcess = repository.index();

        repository.git("rm", "-q", "-r", "--cached", ".");
        StoreFiles.delete(repository.path(".git/theta"));
        StoreFiles.delete(repository.path(".git/lfs"));
        repository.git("config", "--global", "--unset", "filter.theta.process");
        repository.git("add", "-A");

        assertThat(repository.index()).isEqualTo(byProcess);
        deleteAndCheckOut();
        assertAllHeld(some);
    }

    @Test
    void parametersOfManyBlocksComeBack() throws IOException {
        byte[] large = Model.of(3, 1_500_000, 7).bytes();
        byte[] cut = Arrays.copyOf(large, large.length - 1);
        byte[] none = "no checkpoint at all\r\n\0".repeat(100_000).getBytes(StandardCharsets.UTF_8);
        repository.write("large.safetensors", large);
        repository.write("cut.safetensors", cut);
        repository.write("none.bin", none);
        repository.commit("large");

        deleteAndCheckOut();

        assertAllHeld(Map.of("large.safetensors", large, "cut.safetensors", cut, "none.bin", none));
        repository.assertClean();
        assertThat(repository.stub(":large.safetensors").lines().filter(line -> line.startsWith("param ")))
                .hasSize(3);
    }

    @Test
    void aBrokenFileIsKeptWithOneWarning() throws IOException {
        Map<String, byte[]> fixtures = writeFixtures();
        List<String> broken = fixtures.keySet().stream()
                .filter(name -> name.startsWith("broken/") && fixtures.get(name).length > 0)
                // Its data begin one byte late, which nobody can see: a whole file to every reader.
                .filter(name -> !name.equals("broken/shifted-header.safetensors"))
                .toList();
        assertThat(broken).isNotEmpty();
        List<String> warnings = repository.git("add", "-A").err().lines().toList();
        for (String name : broken) {
            assertThat(warnings)
                    .filteredOn(warning -> warning.contains(name))
                    .singleElement()
                    .asString()
                    .startsWith("git theta: " + name + ": kept as opaque bytes: ");
            assertThat(repository.stub(":" + name)).contains("\nframe opaque ");
        }
        repository.git("commit", "-q", "-m", "all");
        assertThat(deleteAndCheckOut().err()).isEmpty();
        assertAllHeld(fixtures);
    }

    @Test
    void nothingInAPickleRuns() throws IOException {
        repository.write("hostile.pt", Fixtures.of("hostile.pt"));
        repository.commit("hostile");
        deleteAndCheckOut();
        repository.git("diff", "HEAD~1", "HEAD");
        repository.assertHolds("hostile.pt", Fixtures.of("hostile.pt"));
        assertThat(new String(Fixtures.of("hostile.pt"), StandardCharsets.ISO_8859_1))
                .as("what it would run")
                .contains("pwned");
        for (Path place : List.of(repository.folder(), folder, Path.of(""), Path.of("/tmp"))) {
            assertThat(place.resolve("pwned")).doesNotExist();
        }
    }

    @Test
    void aStubThatIsAddedStaysAStub() throws IOException {
        repository.write("a.safetensors", Model.small(1).bytes());
        repository.commit("a");
        String stub = repository.stub("HEAD:a.safetensors");

        repository.write("b.safetensors", stub.getBytes(StandardCharsets.UTF_8));
        repository.git("add", "b.safetensors");

        assertThat(repository.id(":b.safetensors")).isEqualTo(repository.id("HEAD:a.safetensors"));
        Files.delete(repository.path("b.safetensors"));
        repository.git("checkout", "--", "b.safetensors");
        repository.assertHolds("b.safetensors", Model.small(1).bytes());
    }
}
