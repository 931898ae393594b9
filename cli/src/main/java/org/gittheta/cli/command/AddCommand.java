// SPDX-License-Identifier: Apache-2.0
package org.gittheta.cli.command;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import org.gittheta.cli.CommandContext;
import org.gittheta.cli.CommandException;
import org.gittheta.cli.ExitCode;
import org.gittheta.cli.install.ConfigValue;
import org.gittheta.cli.install.GitConfiguration;
import org.gittheta.cli.install.Installer;
import org.gittheta.cli.jj.JjAdd;
import org.gittheta.cli.jj.JjWorkspace;
import org.gittheta.cli.repository.BlobContent;
import org.gittheta.cli.repository.BlobReader;
import org.gittheta.cli.repository.Sizes;
import org.gittheta.cli.repository.StubChanges;
import org.gittheta.cli.repository.StubSummary;
import org.gittheta.cli.repository.TrackedFile;
import org.gittheta.cli.repository.TrackedFiles;
import org.gittheta.cli.repository.Worktree;
import org.gittheta.cli.update.UpdatedFile;
import org.gittheta.storage.stub.StubFormat;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import picocli.CommandLine.Unmatched;

/** Stages files as {@code git add} does, after making sure that checkpoints among them will be stored as such. */
@Command(
        name = "add",
        description = {
            "Stages files as 'git add' does, after checking that checkpoints go through git theta.",
            "",
            "With --update-type, applies an update file to the committed version of one checkpoint, writes the result to the"
                    + " working file and stages it. The update file is a checkpoint of any format; a tensor in it is named"
                    + " PARAMETER/KEY or PARAMETER.KEY: sparse has data, indices, indptr and shape (compressed sparse rows,"
                    + " added), low-rank has R and C (their product is added), ia3 has ia3 (factors); dense has PARAMETER"
                    + " itself, the new values."
        },
        mixinStandardHelpOptions = true,
        customSynopsis = {
            "git theta add [OPTIONS OF git add] [--] PATH...",
            "git theta add PATH --update-type dense|sparse|low-rank|ia3 --update-data FILE"
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  git theta add model.safetensors",
            "  git theta add model.safetensors --update-type low-rank --update-data adapter.safetensors",
        })
public final class AddCommand implements Callable<Integer> {
    private static final Set<String> CLEANERS = Set.of("filter.theta.process", "filter.theta.clean");

    private final CommandContext context;

    @Spec
    private CommandSpec spec;

    @Option(names = "--update-type", paramLabel = "TYPE", description = "What the update file holds.")
    private Optional<String> updateType = Optional.empty();

    @Option(names = "--update-data", paramLabel = "FILE", description = "The update file.")
    private Optional<Path> updateData = Optional.empty();

    @Parameters(paramLabel = "PATH", description = "What to stage, as for 'git add'.")
    private List<String> paths = new ArrayList<>();

    /** Git's options, which only the whole command line shows in their order. */
    @Unmatched
    private List<String> unusedOptions = new ArrayList<>();

    /** Takes the world that the command runs in. */
    public AddCommand(CommandContext context) {
        this.context = context;
    }

    @Override
    public Integer call() throws IOException {
        Optional<JjWorkspace> jj = JjWorkspace.find(context);
        if (jj.isPresent()) {
            try (JjWorkspace workspace = jj.get()) {
                return addBesideJj(workspace);
            }
        }
        Worktree worktree = Worktree.of(context);
        if (updateType.isPresent() || updateData.isPresent()) {
            update(worktree);
            return 0;
        }
        TrackedFiles tracked = new TrackedFiles(context.git(), worktree.prefix());
        warnOfOthers(worktree, tracked);
        Map<String, String> before = new HashMap<>();
        tracked.inIndex(List.of()).checkpoints().forEach(file -> before.put(file.path(), file.oid()));
        context.err().flush();
        int exitCode = context.git().runAttached(command());
        if (exitCode != 0) {
            return exitCode == 1 ? ExitCode.NEGATIVE.number() : ExitCode.ENVIRONMENT.number();
        }
        describe(worktree, tracked, before);
        return 0;
    }

    private void update(Worktree worktree) throws IOException {
        if (updateType.isEmpty() || updateData.isEmpty() || paths.size() != 1 || !unusedOptions.isEmpty()) {
            throw new CommandException(
                    ExitCode.USAGE,
                    "an update takes one checkpoint, --update-type and --update-data, and nothing else");
        }
        new UpdatedFile(context, worktree)
                .write(paths.get(0), updateType.get(), context.directory().resolve(updateData.get()));
    }

    /** Returns git's command line: all that was given, as it was given. */
    private String[] command() throws IOException {
        List<String> original = spec.commandLine().getParseResult().originalArgs();
        List<String> command = new ArrayList<>(missingFilter());
        command.add("add");
        command.addAll(original.subList(original.indexOf("add") + 1, original.size()));
        return command.toArray(String[]::new);
    }

    /** Returns settings for git that it needs where nobody ran 'git theta install'. */
    private List<String> missingFilter() throws IOException {
        List<String> keys = new GitConfiguration(context.git())
                .effective().stream().map(ConfigValue::key).toList();
        if (keys.stream().anyMatch(CLEANERS::contains)) {
            return List.of();
        }
        context.err()
                .println(
                        "git theta: git does not know the filter here, so that only 'git theta add' stores checkpoints:"
                                + " 'git theta install' changes that");
        return Installer.forOneCommand(context);
    }

    private int addBesideJj(JjWorkspace workspace) throws IOException {
        if (updateType.isPresent() || updateData.isPresent() || !unusedOptions.isEmpty() || paths.isEmpty()) {
            throw new CommandException(ExitCode.USAGE, "beside jj this takes files and pathspecs, and nothing else");
        }
        Map<String, byte[]> stubs = JjAdd.add(workspace, paths);
        for (Map.Entry<String, byte[]> stub : stubs.entrySet()) {
            context.out().println(stub.getKey() + ": " + sentence(StubSummary.of(StubFormat.read(stub.getValue()))));
        }
        if (stubs.isEmpty()) {
            context.err().println("git theta: no checkpoint is among them; jj takes other files by itself");
        }
        return 0;
    }

    private static String sentence(StubSummary summary) {
        return Sizes.count(summary.parameters(), "parameter") + ", " + Sizes.of(summary.rawBytes()) + " as "
                + Sizes.of(summary.storedBytes());
    }

    private void warnOfOthers(Worktree worktree, TrackedFiles tracked) throws IOException {
        List<String> files = new ArrayList<>();
        for (String path : paths) {
            try {
                Path file = context.directory().resolve(path).normalize();
                if (Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS) && file.startsWith(worktree.top())) {
                    files.add(worktree.top().relativize(file).toString());
                }
            } catch (InvalidPathException e) {
                // A pathspec that is no path: git says so.
            }
        }
        Set<String> known = tracked.tracked(files);
        files.stream()
                .filter(file -> !known.contains(file))
                .forEach(file -> context.err()
                        .println(
                                "git theta: " + worktree.shown(file) + " is no tracked checkpoint and goes to git as it"
                                        + " is; 'git theta track' tracks it"));
    }

    private void describe(Worktree worktree, TrackedFiles tracked, Map<String, String> before) throws IOException {
        try (BlobReader blobs = new BlobReader(context.git())) {
            for (TrackedFile file : tracked.inIndex(List.of()).checkpoints()) {
                String old = before.get(file.path());
                if (file.oid().equals(old) || !(blobs.read(file.oid()) instanceof BlobContent.Stubbed now)) {
                    continue;
                }
                StubSummary summary = StubSummary.of(now.stub());
                String what = old != null && blobs.read(old) instanceof BlobContent.Stubbed was
                        ? StubChanges.between(was.stub(), now.stub()).sentence()
                        : sentence(summary);
                context.out().println(worktree.shown(file.path()) + ": " + what);
            }
        }
    }
}
