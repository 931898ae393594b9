// SPDX-License-Identifier: Apache-2.0
package org.gittheta.cli.command;

import java.io.IOException;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import org.gittheta.cli.CommandContext;
import org.gittheta.cli.CommandException;
import org.gittheta.cli.ExitCode;
import org.gittheta.cli.Json;
import org.gittheta.cli.jj.JjCheckpoint;
import org.gittheta.cli.jj.JjFiles;
import org.gittheta.cli.jj.JjStubs;
import org.gittheta.cli.jj.JjWorkspace;
import org.gittheta.cli.jj.SparsePatterns;
import org.gittheta.cli.repository.Sizes;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * Takes checkpoints out of what jj looks at.
 *
 * <p>With {@code --json} it writes {@code {"checkpoints": ["m.safetensors"], "sparse": ["src"], "folders": ["."]}}: what
 * jj no longer looks at, what it does, and the folders in which it takes no new files.
 */
@Command(
        name = "setup",
        description = {
            "Has the working-copy commit hold stubs, and sets jj's sparse patterns so that it keeps them.",
            "jj then looks at no tracked checkpoint of this workspace: they may be stubs or written with 'git theta"
                    + " materialise', and 'git theta add' takes a new version into the commit. Since sparse patterns are"
                    + " folders and files, jj also takes no new files of a folder that has checkpoints: run this again"
                    + " after making some, or keep checkpoints in folders of their own."
        },
        mixinStandardHelpOptions = true,
        footerHeading = "%nExamples:%n",
        footer = {"  git theta jj setup", "  git theta jj setup --dry-run"})
public final class JjSetupCommand implements Callable<Integer> {
    private final CommandContext context;

    @Option(
            names = {"-n", "--dry-run"},
            description = "Say what jj would look at, and change nothing.")
    private boolean isDry;

    @Option(names = "--json", description = "Print the result as JSON.")
    private boolean isJson;

    /** Takes the world that the command runs in. */
    public JjSetupCommand(CommandContext context) {
        this.context = context;
    }

    @Override
    public Integer call() throws IOException {
        try (JjWorkspace workspace = JjWorkspace.of(context)) {
            JjFiles files = JjFiles.of(workspace);
            if (files.checkpoints().isEmpty()) {
                throw new CommandException(
                        ExitCode.NEGATIVE, "no checkpoint is here that git theta tracks: 'git theta track' says which");
            }
            Set<String> raw = new TreeSet<>();
            files.checkpoints().stream()
                    .filter(JjCheckpoint::isRaw)
                    .map(JjCheckpoint::path)
                    .forEach(raw::add);
            SparsePatterns patterns = files.patterns(workspace.sparse());
            if (!isDry) {
                new JjStubs(workspace, files).place(Set.of(), raw);
            }
            report(files, patterns, raw);
            return 0;
        }
    }

    private void report(JjFiles files, SparsePatterns patterns, Set<String> raw) throws IOException {
        List<String> checkpoints =
                files.checkpoints().stream().map(JjCheckpoint::path).toList();
        Set<String> folders = new TreeSet<>();
        checkpoints.forEach(path -> folders.add(path.contains("/") ? path.substring(0, path.lastIndexOf('/')) : "."));
        if (isJson) {
            Json.write(context.out(), json -> {
                json.writeStartObject();
                Json.strings(json, "checkpoints", checkpoints);
                Json.strings(json, "sparse", patterns.prefixes());
                Json.strings(json, "folders", folders);
                json.writeEndObject();
            });
            return;
        }
        raw.forEach(path ->
                context.out().println(path + (isDry ? " would be replaced by its stub" : " was replaced by its stub")));
        context.out()
                .println("jj " + (isDry ? "would look" : "looks") + " at "
                        + String.join(" ", patterns.prefixes()) + ", not at "
                        + Sizes.count(checkpoints.size(), "checkpoint") + ", and takes no new files of "
                        + String.join(" ", folders));
    }
}
