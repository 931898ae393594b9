// SPDX-License-Identifier: Apache-2.0
package org.gittheta.cli.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.gittheta.storage.object.TemporaryFiles;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.junit.jupiter.api.io.TempDir;

/** Spoils the class-data archives in every way, and sees that the filter still speaks git's protocol and only that. */
class ClassDataArchiveIT {
    private static final String JAVA_25 = "GIT_THETA_TEST_JAVA25";

    /** What git says first. */
    private static final byte[] HELLO =
            "0016git-filter-client\n000eversion=2\n00000015capability=clean\n0000".getBytes(StandardCharsets.US_ASCII);

    /** Making archives takes seconds: they are made once, and put back after each test. */
    @TempDir
    private static Path folder;

    private static Path distribution;
    private static Sandbox sandbox;

    @BeforeAll
    static void makeArchives() throws IOException {
        distribution = folder.toRealPath().resolve("first");
        Path source = Sandbox.builtDistribution();
        copy(source, distribution, file -> !file.startsWith(archives(source)));
        sandbox = withoutMakingAside(distribution);
        makeArchives(sandbox);
        copy(archives(distribution), folder.resolve("good"), file -> true);
    }

    /**
     * Returns a sandbox whose launcher makes no archives aside: they would hide the spoilt one, and be written still while
     * the folder is deleted.
     */
    private static Sandbox withoutMakingAside(Path of) throws IOException {
        Sandbox all = Sandbox.in(folder, of);
        Path programs = Files.createDirectories(folder.resolve("programs"));
        all.write(programs, "nice", "#!/bin/sh\n");
        assertThat(programs.resolve("nice").toFile().setExecutable(true)).isTrue();
        return all.with("PATH", programs + ":" + all.variable("PATH"));
    }

    @AfterEach
    void putArchivesBack() throws IOException {
        TemporaryFiles.deleteTree(archives(distribution));
        copy(folder.resolve("good"), archives(distribution), file -> true);
    }

    private static Path archives(Path distribution) {
        return distribution.resolve("lib").resolve("archive");
    }

    private static void copy(Path source, Path target, Predicate<Path> which) throws IOException {
        try (Stream<Path> files = Files.walk(source)) {
            for (Path file : (Iterable<Path>) files.filter(which)::iterator) {
                Files.copy(
                        file, target.resolve(source.relativize(file).toString()), StandardCopyOption.COPY_ATTRIBUTES);
            }
        }
    }

    private static void makeArchives(Sandbox in) throws IOException {
        in.run(folder, new byte[0], List.of(in.launcher().toString(), "make-archives"))
                .succeeded();
    }

    private Path archive() throws IOException {
        try (Stream<Path> files = Files.walk(archives(distribution))) {
            return files.filter(file -> file.endsWith("filter.jsa")).findFirst().orElseThrow();
        }
    }

    private static void assertSpeaksOnlyTheProtocol(Sandbox in) throws IOException {
        Path repository = in.repository("r");
        Sandbox.Result result = in.launch(repository, HELLO, "filter-process").succeeded();
        assertThat(result.out()).startsWith("0016git-filter-server\n000eversion=2\n0000");
        // Java 25 says on standard error what it thinks of a foreign archive; only standard output is git's.
        assertThat(result.err().lines()).allMatch(line -> line.contains("[error][cds]"));
    }

    @Test
    void usesAGoodOne() throws IOException {
        assertSpeaksOnlyTheProtocol(sandbox);
        assertThat(sandbox.theta(folder, "doctor").out()).contains("class-data archive in use");
    }

    @Test
    void survivesOneThatWasCutShort() throws IOException {
        Path archive = archive();
        assertThat(archive.toFile().setWritable(true)).isTrue();
        long size = Files.size(archive);
        for (long kept : new long[] {size - 1, size / 2, 4096, 100, 0}) {
            try (RandomAccessFile file = new RandomAccessFile(archive.toFile(), "rw")) {
                file.setLength(kept);
            }
            assertSpeaksOnlyTheProtocol(sandbox);
        }
    }

    @Test
    void survivesAMovedInstallation() throws IOException {
        Path moved = folder.toRealPath().resolve("moved and spaced");
        copy(distribution, moved, file -> true);
        assertSpeaksOnlyTheProtocol(withoutMakingAside(moved));
    }

    @Test
    void survivesLibrariesThatChangedBehindIt() throws IOException {
        Path jar = distribution.resolve("lib").resolve("storage.jar");
        FileTime built = Files.getLastModifiedTime(jar);
        Files.setLastModifiedTime(jar, FileTime.fromMillis(1_000_000_000_000L));
        assertSpeaksOnlyTheProtocol(sandbox);
        Files.setLastModifiedTime(jar, built);
    }

    @Test
    @EnabledIfEnvironmentVariable(named = JAVA_25, matches = ".+")
    void survivesTheArchiveOfAnotherJava() throws IOException {
        Path home = Path.of(System.getenv(JAVA_25));
        Path java = Files.isDirectory(home) ? home.resolve("bin").resolve("java") : home;
        Sandbox newer = sandbox.with("GIT_THETA_JAVA", java.toString());
        Path old = archive();
        makeArchives(newer);
        assertSpeaksOnlyTheProtocol(newer);
        Path foreign;
        try (Stream<Path> files = Files.walk(archives(distribution))) {
            foreign = files.filter(file -> file.endsWith("filter.jsa") && !file.equals(old))
                    .findFirst()
                    .orElseThrow();
        }
        // Each in the other's place, with the time that its key has there.
        Path aside = Files.copy(old, folder.resolve("aside"));
        put(foreign, old);
        assertSpeaksOnlyTheProtocol(sandbox);
        put(aside, foreign);
        assertSpeaksOnlyTheProtocol(newer);
    }

    private static void put(Path source, Path target) throws IOException {
        Path key = target.resolveSibling("filter.key");
        Files.copy(source, target, StandardCopyOption.REPLACE_EXISTING);
        Files.setLastModifiedTime(target, Files.getLastModifiedTime(key));
    }
}
