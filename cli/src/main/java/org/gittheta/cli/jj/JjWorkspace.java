// SPDX-License-Identifier: Apache-2.0
package org.gittheta.cli.jj;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.gittheta.cli.CommandContext;
import org.gittheta.cli.CommandException;
import org.gittheta.cli.ExitCode;
import org.gittheta.cli.OneLine;
import org.gittheta.storage.repository.Git;

/**
 * Is a workspace of Jujutsu (jj), which keeps its commits in a git repository and runs no filter.
 *
 * <p>Its working-copy commit is no commit that git has checked out, so git is asked with an index of our own.
 */
public final class JjWorkspace implements AutoCloseable {
    /** Answers without taking what is in the working copy into the commit first. */
    private static final String AS_IT_IS = "--ignore-working-copy";

    private final CommandContext context;
    private final Path top;
    private final Path gitDirectory;
    private final Path temporary;

    private JjWorkspace(CommandContext context, Path top, Path gitDirectory, Path temporary) {
        this.context = context;
        this.top = top;
        this.gitDirectory = gitDirectory;
        this.temporary = temporary;
    }

    /** Opens the workspace that a command runs in, or returns nothing if git alone keeps the working tree. */
    public static Optional<JjWorkspace> find(CommandContext context) throws IOException {
        for (Path at = context.directory().toRealPath(); at != null; at = at.getParent()) {
            if (Files.isDirectory(at.resolve(".jj").resolve("working_copy"))) {
                Path git =
                        Path.of(run(context, at, AS_IT_IS, "git", "root").text().strip());
                return Optional.of(new JjWorkspace(context, at, git, Files.createTempDirectory("git-theta")));
            }
            if (Files.exists(at.resolve(".git"))) {
                return Optional.empty();
            }
        }
        return Optional.empty();
    }

    /**
     * Opens the workspace that a command runs in.
     *
     * @throws CommandException if there is none
     */
    public static JjWorkspace of(CommandContext context) throws IOException {
        return find(context)
                .orElseThrow(() -> new CommandException(
                        ExitCode.ENVIRONMENT, "not in a workspace of jj: 'jj git init' makes one of a git repository"));
    }

    /** Returns the topmost folder. */
    public Path top() {
        return top;
    }

    /** Returns the folder for what git theta keeps of this workspace, which jj does not look into. */
    Path theta() {
        return top.resolve(".jj").resolve("git-theta");
    }

    /** Returns the id of the commit that a revset names; {@code @} is the working-copy commit. */
    public String commit(String revset) throws IOException {
        String id = run(AS_IT_IS, "log", "--no-graph", "-r", "exactly(" + revset + ", 1)", "-T", "commit_id")
                .strip();
        if (!id.matches("[0-9a-f]{40}|[0-9a-f]{64}")) {
            throw new CommandException(ExitCode.USAGE, "jj knows no commit '" + revset + "'");
        }
        return id;
    }

    /** Tells whether jj knows exactly one commit by that name. */
    public boolean isRevision(String word) throws IOException {
        Git.Output output = attempt(
                context, top, AS_IT_IS, "log", "--no-graph", "-r", "exactly(" + word + ", 1)", "-T", "commit_id");
        return output.exitCode() == 0;
    }

    /** Returns the world in which git's index has the files of a commit. */
    public CommandContext at(String commit) throws IOException {
        Map<String, String> environment =
                new HashMap<>(context.git().elsewhere(context.directory()).environment());
        environment.put("GIT_DIR", gitDirectory.toString());
        environment.put("GIT_WORK_TREE", top.toString());
        environment.put("GIT_INDEX_FILE", temporary.resolve(commit).toString());
        Git git = new Git(context.directory(), environment);
        git.run("read-tree", commit);
        if (!git.run("ls-files", "--", ":(top,glob).jjconflict-*/**").line().isEmpty()) {
            throw new CommandException(ExitCode.NEGATIVE, "the commit has conflicts: settle them with 'jj resolve'");
        }
        return new CommandContext(
                context.directory(),
                environment,
                context.in(),
                context.out(),
                context.err(),
                git,
                context.terminal(),
                context.installation());
    }

    /** Returns which paths jj keeps in the working copy. */
    public SparsePatterns sparse() throws IOException {
        return new SparsePatterns(run(AS_IT_IS, "sparse", "list")
                .lines()
                .filter(l -> !l.isBlank())
                .toList());
    }

    /** Has jj keep other paths in the working copy, after it took what is there into the commit. */
    void setSparse(SparsePatterns patterns) throws IOException {
        List<String> words = new ArrayList<>(List.of("sparse", "set", "--clear"));
        patterns.prefixes().forEach(prefix -> words.add("--add=" + prefix));
        run(words.toArray(String[]::new));
    }

    /** Runs {@code jj ARGUMENTS}; if it fails, what it said is the fault. */
    String run(String... arguments) throws IOException {
        return run(context, top, arguments).text();
    }

    private static Git.Output run(CommandContext context, Path top, String... arguments) throws IOException {
        Git.Output output = attempt(context, top, arguments);
        if (output.exitCode() != 0) {
            throw new CommandException(
                    ExitCode.ENVIRONMENT,
                    output.exitCode() == 127
                            ? "there is no program 'jj' on the PATH, and this is a workspace of it"
                            : "jj says: " + OneLine.of(firstError(output.errors())));
        }
        return output;
    }

    /** Returns the line that says what is wrong; hints and causes stand behind it, warnings before. */
    private static String firstError(String text) {
        return text.lines()
                .filter(line -> line.startsWith("Error: "))
                .map(line -> line.substring("Error: ".length()))
                .findFirst()
                .orElse(text.strip());
    }

    private static Git.Output attempt(CommandContext context, Path top, String... arguments) throws IOException {
        List<String> words = new ArrayList<>(List.of("--no-pager", "--color=never", "--quiet", "-R", top.toString()));
        words.addAll(List.of(arguments));
        return context.git().shell("exec jj \"$@\"", words.toArray(String[]::new));
    }

    @Override
    public void close() throws IOException {
        try (DirectoryStream<Path> files = Files.newDirectoryStream(temporary)) {
            for (Path file : files) {
                Files.delete(file);
            }
        }
        Files.delete(temporary);
    }
}
