// SPDX-License-Identifier: Apache-2.0
package org.gittheta.filter.repository;

import java.io.IOException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Function;
import org.gittheta.filter.clean.CheckpointCleaner;
import org.gittheta.filter.clean.KnownEncodings;
import org.gittheta.filter.clean.Limits;
import org.gittheta.filter.clean.ParameterAdder;
import org.gittheta.filter.format.Formats;
import org.gittheta.filter.pipeline.Workers;
import org.gittheta.filter.smudge.CheckpointWriter;
import org.gittheta.storage.codec.Codecs;
import org.gittheta.storage.memo.ContentMemo;
import org.gittheta.storage.object.FileObjectStore;
import org.gittheta.storage.object.ObjectStore;
import org.gittheta.storage.repository.Git;
import org.gittheta.storage.repository.RepositoryLayout;
import org.gittheta.storage.repository.Settings;
import org.gittheta.storage.stub.Stub;

/** Ties store, memo, codecs and formats to one repository. */
public final class CheckpointRepository {
    private final RepositoryLayout layout;
    private final Git git;
    private final Settings settings;
    private final FileObjectStore store;
    private final ObjectStore source;
    private final Codecs codecs = Codecs.installed();
    private final Workers workers;
    private Formats formats;

    /**
     * Takes the repository; git runs at the top of its working tree.
     *
     * @param source makes of the repository's store the one that files are written from: it may fetch what is missing
     */
    public CheckpointRepository(
            RepositoryLayout layout,
            Git git,
            Settings settings,
            Workers workers,
            Function<FileObjectStore, ObjectStore> source) {
        this.layout = layout;
        this.git = git;
        this.settings = settings;
        this.workers = workers;
        store = new FileObjectStore(layout.lfs(settings.lfsStorage()));
        this.source = source.apply(store);
    }

    /** Returns the store that files are written from. */
    public ObjectStore source() {
        return source;
    }

    /** Returns the store of this clone. */
    public FileObjectStore store() {
        return store;
    }

    /** Returns the codecs. */
    public Codecs codecs() {
        return codecs;
    }

    /**
     * Returns what turns files into stubs.
     *
     * @throws IOException if the plugins that the settings name cannot be loaded
     */
    public CheckpointCleaner cleaner() throws IOException {
        return new CheckpointCleaner(workers, store, codecs, formats(), store.temporary(), limits());
    }

    private Limits limits() {
        return new Limits(settings.largestObject(), settings.mostBases());
    }

    private synchronized Formats formats() throws IOException {
        if (formats == null) {
            formats = settings.pluginPath().isPresent()
                    ? Formats.installedWith(settings.pluginPath().get())
                    : Formats.installed();
        }
        return formats;
    }

    /** Returns what stores parameters that come from no file, for a checkpoint at that path. */
    public ParameterAdder adder(String pathname) throws IOException {
        return new ParameterAdder(workers, store, codecs, knownFor(pathname), store.temporary(), limits());
    }

    /** Returns what turns stubs into files. */
    public CheckpointWriter writer() {
        return new CheckpointWriter(source, codecs, workers);
    }

    /** Returns what turns stubs into files and fetches nothing. */
    public CheckpointWriter localWriter() {
        return new CheckpointWriter(store, codecs, workers);
    }

    /** Returns what this clone knows of stored contents when a file is cleaned, beginning to look for it at once. */
    public KnownEncodings knownFor(String pathname) {
        return new RepositoryEncodings(
                memo(),
                store,
                workers.run(() -> StubsInGit.of(git, pathname)),
                new OtherStubs(git, pathname, settings.base()));
    }

    /**
     * Returns the file of the working tree from which git probably has what it gives to a filter.
     *
     * @param pathname its path from the top on
     * @return nothing if there is no such file, or a symbolic link on the way to it
     */
    public Optional<Path> workingFile(String pathname) {
        try {
            Path top = git.directory().toRealPath();
            Path file = top.resolve(pathname);
            return file.startsWith(top) && file.toRealPath().equals(file) ? Optional.of(file) : Optional.empty();
        } catch (IOException | InvalidPathException e) {
            return Optional.empty();
        }
    }

    /** Notes what a stub says, so that the same contents are never stored again. */
    public void remember(Stub stub) throws IOException {
        RepositoryEncodings.remember(memo(), stub);
    }

    private ContentMemo memo() {
        return new ContentMemo(layout.theta().resolve("memo"));
    }
}
