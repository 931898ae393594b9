// SPDX-License-Identifier: Apache-2.0
package org.gittheta.cli.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Is one working tree of a repository whose checkpoints git theta keeps, in a sandbox where git theta is installed.
 *
 * @param sandbox the sandbox
 * @param folder the top of the working tree
 */
public record TrackedRepository(Sandbox sandbox, Path folder) {
    /** What {@code git theta track} would write for every checkpoint of these tests. */
    public static final String ATTRIBUTES = """
            *.safetensors filter=theta diff=theta merge=theta -text
            *.pt filter=theta diff=theta merge=theta -text
            """;

    /** Has git theta installed for the sandbox's user and makes a repository with a first commit of the attributes. */
    public static TrackedRepository in(Sandbox sandbox, String name, String... options) throws IOException {
        sandbox.install();
        return another(sandbox, name, options);
    }

    /** Makes a repository with two versions of {@code m.safetensors}, which differ in the parameter {@code second}. */
    public static TrackedRepository ofTwoVersions(Sandbox sandbox) throws IOException {
        TrackedRepository made = in(sandbox, "r");
        made.commit("m.safetensors", TinyCheckpoint.of(1, 2));
        made.commit("m.safetensors", TinyCheckpoint.of(1, 3));
        return made;
    }

    /** Makes a repository in a sandbox where git theta is installed already; {@code init} gets the options. */
    public static TrackedRepository another(Sandbox sandbox, String name, String... options) throws IOException {
        TrackedRepository made = new TrackedRepository(
                sandbox, Files.createDirectories(sandbox.root().resolve(name)));
        List<String> init = new ArrayList<>(List.of("init", "-q", "-b", "main"));
        init.addAll(List.of(options));
        made.git(init.toArray(String[]::new));
        made.write(".gitattributes", ATTRIBUTES.getBytes(java.nio.charset.StandardCharsets.UTF_8));
        made.commit("attributes");
        return made;
    }

    /** Returns another working tree: of a clone, a linked worktree, a submodule. */
    public TrackedRepository at(Path other) {
        return new TrackedRepository(sandbox, other);
    }

    /** Returns the same working tree as commands see it with one variable set; null removes it. */
    public TrackedRepository with(String variable, String value) {
        return new TrackedRepository(sandbox.with(variable, value), folder);
    }

    /** Runs git here; it must succeed. */
    public Sandbox.Result git(String... arguments) throws IOException {
        return sandbox.git(folder, arguments);
    }

    /** Runs git here and returns what came of it. */
    public Sandbox.Result attempt(String... arguments) throws IOException {
        List<String> words = new ArrayList<>(List.of("git"));
        words.addAll(List.of(arguments));
        return sandbox.run(folder, new byte[0], words);
    }

    /** Returns the path of a file here. */
    public Path path(String name) {
        return folder.resolve(name);
    }

    /** Writes a working file. */
    public void write(String name, byte[] bytes) throws IOException {
        sandbox.write(folder, name, bytes);
    }

    /** Returns the bytes of a working file. */
    public byte[] read(String name) throws IOException {
        return Files.readAllBytes(path(name));
    }

    /** Writes a file and commits everything. */
    public String commit(String name, byte[] bytes) throws IOException {
        write(name, bytes);
        return commit(name);
    }

    /** Commits everything and returns the commit's id. */
    public String commit(String message) throws IOException {
        return sandbox.commit(folder, message);
    }

    /** Returns the id that git gives an object: {@code HEAD:m.pt}, {@code :m.pt}. */
    public String id(String revision) throws IOException {
        return git("rev-parse", "--verify", "-q", revision).out().strip();
    }

    /** Returns the stub's text. */
    public String stub(String revision) throws IOException {
        return git("cat-file", "blob", revision).out();
    }

    /** Returns all lines of the index: mode, blob, stage, path. */
    public String index() throws IOException {
        return git("ls-files", "-s").out();
    }

    /** Stages a blob of this text under a path, past the filter. */
    public String stageRaw(String name, String text) throws IOException {
        String id = sandbox.run(
                        folder,
                        text.getBytes(java.nio.charset.StandardCharsets.UTF_8),
                        List.of("git", "hash-object", "-w", "--stdin"))
                .succeeded()
                .out()
                .strip();
        git("update-index", "--add", "--cacheinfo", "100644," + id + "," + name);
        return id;
    }

    /** Checks that git sees no change at all. */
    public void assertClean() throws IOException {
        assertThat(git("status", "--porcelain").out()).as("git status").isEmpty();
    }

    /** Checks that a working file has exactly these bytes. */
    public void assertHolds(String name, byte[] bytes) throws IOException {
        assertThat(ContentId.of(read(name))).as(name).isEqualTo(ContentId.of(bytes));
    }

    /** Returns where this clone keeps its objects. */
    public StoreFiles store() throws IOException {
        String common = git("rev-parse", "--path-format=absolute", "--git-common-dir")
                .out()
                .strip();
        return new StoreFiles(Path.of(common, "lfs"));
    }
}
