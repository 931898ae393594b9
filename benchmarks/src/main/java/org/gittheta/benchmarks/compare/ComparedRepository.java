// SPDX-License-Identifier: Apache-2.0
package org.gittheta.benchmarks.compare;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Holds one contestant's repository of a checkpoint and puts it into a wanted state before each run.
 *
 * <p>A state is made once, kept as a copy of {@code .git}, and copied back for every run, so each run finds the
 * repository as the first one did. The working file is a hard link to the generated one where that can be.
 */
final class ComparedRepository {
    /** States of the repository, each the one before and a step more. */
    enum State {
        /** The filter is installed, {@code .gitattributes} is committed. */
        TRACKED,
        /** The first version is committed. */
        FIRST,
        /** The second version is staged. */
        STAGED,
        /** The second version is committed. */
        SECOND
    }

    private final Contestant contestant;
    private final Sandbox sandbox;
    private final CheckpointPair pair;
    private final Path folder;
    private final Path states;
    private final Path clone;
    private final Remotes remotes;

    ComparedRepository(Contestant contestant, Sandbox sandbox, CheckpointPair pair, Path work, Remotes remotes) {
        this.contestant = contestant;
        this.sandbox = sandbox;
        this.pair = pair;
        this.folder = work.resolve("repository");
        this.states = work.resolve("states");
        this.clone = work.resolve("clone");
        this.remotes = remotes;
    }

    Contestant contestant() {
        return contestant;
    }

    Path workingFile() {
        return folder.resolve(Contestant.workingName(pair.first()));
    }

    /** Returns where a clone of it goes. */
    Path cloned() {
        return clone;
    }

    Path clonedFile() {
        return clone.resolve(Contestant.workingName(pair.first()));
    }

    /** Returns the URL of its remote. */
    URI remote() {
        return remotes.url(contestant);
    }

    /** Gives it a remote that has nothing, in the place of the one before, and deletes the clone of that. */
    void offerEmptyRemote() throws IOException, InterruptedException, CommandFailedException {
        new FileTree(clone).delete();
        remotes.renew(contestant, sandbox);
        sandbox.run(folder, "git", "config", "remote.origin.url", remote().toString());
    }

    /** Returns the bytes below {@code .git}. */
    long storedBytes() throws IOException {
        return new FileTree(git()).bytes();
    }

    /** Runs a command at the top of the working tree. */
    Sandbox.Execution execute(List<String> command, boolean sampling)
            throws IOException, InterruptedException, CommandFailedException {
        return sandbox.execute(folder, command, sampling);
    }

    /** Puts the repository into a state, with no working file. */
    void restore(State state) throws IOException, InterruptedException, CommandFailedException {
        Path kept = states.resolve(state.name());
        if (!Files.exists(kept)) {
            make(state);
            Files.createDirectories(states);
            new FileTree(git()).copyTo(kept);
        }
        Files.deleteIfExists(workingFile());
        new FileTree(git()).delete();
        new FileTree(kept).copyTo(git());
    }

    /** Puts a version of the checkpoint into the working tree. */
    void place(Path version) throws IOException {
        Files.deleteIfExists(workingFile());
        FileTree.linkOrCopy(version, workingFile());
    }

    private Path git() {
        return folder.resolve(".git");
    }

    private void make(State state) throws IOException, InterruptedException, CommandFailedException {
        String name = Contestant.workingName(pair.first());
        switch (state) {
            case TRACKED -> {
                new FileTree(folder).delete();
                Files.createDirectories(folder);
                sandbox.run(folder, "git", "init", "-q");
                contestant.track(sandbox, folder, pair.first());
                sandbox.run(folder, "git", "add", ".gitattributes");
                sandbox.run(folder, "git", "commit", "-qm", "Track checkpoints");
            }
            case FIRST -> {
                restore(State.TRACKED);
                place(pair.first());
                sandbox.run(folder, "git", "add", name);
                sandbox.run(folder, "git", "commit", "-qm", "Add the checkpoint");
            }
            case STAGED -> {
                restore(State.FIRST);
                place(pair.second());
                sandbox.run(folder, "git", "add", name);
            }
            case SECOND -> {
                restore(State.STAGED);
                // The floor's filter cannot tell the versions apart.
                sandbox.run(folder, "git", "commit", "-q", "--allow-empty", "-m", "Train it");
            }
        }
    }
}
