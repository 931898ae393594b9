// SPDX-License-Identifier: Apache-2.0
package org.gittheta.benchmarks.compare;

import java.io.IOException;
import java.nio.file.Path;
import java.util.function.Consumer;

/** Lays out the folder in which a comparison works; only what it made itself there is ever deleted. */
public final class WorkFolder {
    private final Path folder;

    /** Uses an existing folder. */
    public WorkFolder(Path folder) {
        this.folder = folder;
    }

    /**
     * Makes the contestants' sandboxes.
     *
     * @throws IOException if a folder cannot be made
     */
    public Arena arena(Programs programs, Remotes remotes, int runs, Consumer<String> progress) throws IOException {
        return new Arena(folder, programs.sandboxes(folder), remotes, runs, progress);
    }

    /**
     * Starts the server of the contestants' remotes.
     *
     * @throws IOException if it cannot open a port
     */
    public Remotes remotes() throws IOException {
        return new Remotes(folder.resolve("remotes"));
    }

    /**
     * Describes the programs and the machine.
     *
     * @throws CommandFailedException if a program does not say its version
     */
    public Setup setup(Programs programs, Arena arena)
            throws IOException, InterruptedException, CommandFailedException {
        return programs.describe(arena.sandboxes(), arena.runs());
    }

    /** Returns the folder of the generated checkpoints. */
    public Path checkpoints() {
        return folder.resolve("checkpoints");
    }

    /**
     * Deletes repositories and home folders, and unless they are to be kept, the generated checkpoints.
     *
     * @throws IOException if a file cannot be deleted
     */
    public void delete(boolean keepCheckpoints) throws IOException {
        new FileTree(folder.resolve("repositories")).delete();
        new FileTree(folder.resolve("remotes")).delete();
        new FileTree(folder.resolve("home")).delete();
        if (!keepCheckpoints) {
            new FileTree(checkpoints()).delete();
        }
    }
}
