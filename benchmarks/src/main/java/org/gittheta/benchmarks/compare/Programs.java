// SPDX-License-Identifier: Apache-2.0
package org.gittheta.benchmarks.compare;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Holds the two programs that are compared.
 *
 * @param theta the launcher {@code git-theta}
 * @param lfs the program {@code git-lfs}
 */
public record Programs(Path theta, Path lfs) {
    /**
     * Finds the programs.
     *
     * @param theta the launcher
     * @param lfs git-lfs, or nothing to look for it on the path
     * @param searchPath the value of {@code PATH}
     * @throws ProgramMissingException if one is not there, or has another name, by which git would not find it
     */
    public static Programs find(Path theta, Optional<Path> lfs, String searchPath) throws ProgramMissingException {
        Path found = lfs.or(() -> onPath(searchPath))
                .orElseThrow(() -> new ProgramMissingException(
                        "git-lfs is not on the PATH: install it, or name it with --git-lfs PATH."));
        check(found, "git-lfs", "name the program with --git-lfs PATH.");
        check(theta, "git-theta", "build it with 'mvn -q -DskipTests package', or name it with --git-theta PATH.");
        return new Programs(
                theta.toAbsolutePath().normalize(), found.toAbsolutePath().normalize());
    }

    /**
     * Makes a sandbox for each contestant, in which its program is found first.
     *
     * @throws IOException if a folder cannot be made
     */
    public Map<Contestant, Sandbox> sandboxes(Path work) throws IOException {
        Map<Contestant, Sandbox> sandboxes = new EnumMap<>(Contestant.class);
        for (Contestant contestant : Contestant.values()) {
            Path home = work.resolve("home").resolve(contestant.name());
            sandboxes.put(contestant, new Sandbox(home, folder(contestant)));
        }
        return sandboxes;
    }

    /**
     * Asks all programs for their versions.
     *
     * @throws CommandFailedException if one does not run
     */
    public Setup describe(Map<Contestant, Sandbox> sandboxes, int runs)
            throws IOException, InterruptedException, CommandFailedException {
        Path here = Path.of("").toAbsolutePath();
        String machine = System.getProperty("os.name") + " " + System.getProperty("os.arch") + ", "
                + Runtime.getRuntime().availableProcessors() + " processors";
        return new Setup(
                firstLine(sandboxes.get(Contestant.THETA).run(here, theta.toString(), "--version")),
                firstLine(sandboxes.get(Contestant.LFS).run(here, lfs.toString(), "version")),
                firstLine(sandboxes.get(Contestant.LFS).run(here, "git", "--version")),
                machine,
                runs);
    }

    private Optional<Path> folder(Contestant contestant) {
        return switch (contestant) {
            case THETA -> Optional.ofNullable(theta.getParent());
            case LFS -> Optional.ofNullable(lfs.getParent());
            case FLOOR -> Optional.empty();
        };
    }

    private static Optional<Path> onPath(String searchPath) {
        return Stream.of(searchPath.split(File.pathSeparator, -1))
                .filter(folder -> !folder.isEmpty())
                .map(folder -> Path.of(folder, "git-lfs"))
                .filter(Files::isExecutable)
                .findFirst();
    }

    private static void check(Path program, String name, String advice) throws ProgramMissingException {
        if (!Files.isExecutable(program) || Files.isDirectory(program)) {
            throw new ProgramMissingException("There is no program " + program + ": " + advice);
        }
        if (!name.equals(String.valueOf(program.getFileName()))) {
            throw new ProgramMissingException("git finds the program by its name, which must be " + name + ", not "
                    + program.getFileName() + ".");
        }
    }

    private static String firstLine(Sandbox.Execution execution) {
        return execution.output().strip().lines().findFirst().orElse("unknown version");
    }
}
