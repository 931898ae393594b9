// SPDX-License-Identifier: Apache-2.0
package org.gittheta.cli.command;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.gittheta.cli.CommandContext;
import org.gittheta.cli.Json;
import org.gittheta.cli.repository.BlobContent;
import org.gittheta.cli.repository.BlobReader;
import org.gittheta.cli.repository.RevisionAndPaths;
import org.gittheta.cli.repository.Sizes;
import org.gittheta.cli.repository.StubJson;
import org.gittheta.cli.repository.StubSummary;
import org.gittheta.cli.repository.TrackedFile;
import org.gittheta.cli.repository.TrackedFiles;
import org.gittheta.cli.repository.WorkingFile;
import org.gittheta.cli.repository.Worktree;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Lists the checkpoints that git theta tracks. */
@Command(
        name = "ls-files",
        description = "Lists the checkpoints that git theta tracks, in the index or in a commit.",
        mixinStandardHelpOptions = true,
        customSynopsis = "git theta ls-files [--long | --json] [REV] [--] [PATHSPEC...]",
        footerHeading = "%nExamples:%n",
        footer = {
            "  git theta ls-files --long",
            "  git theta ls-files --json HEAD~1 -- model.safetensors",
        })
public final class LsFilesCommand implements Callable<Integer> {
    private static final int SHORT_ID = 10;

    private final CommandContext context;

    @Spec
    private CommandSpec spec;

    @Option(
            names = {"-l", "--long"},
            description = "Show blob, format, number of parameters, their size, the size stored, and what the working"
                    + " file is: real, stub, missing or skipped.")
    private boolean isLong;

    @Option(names = "--json", description = "Write everything, each parameter included, as JSON.")
    private boolean isJson;

    @Parameters(paramLabel = "REV|PATHSPEC", description = "A revision, then pathspecs; '--' stands between.")
    private List<String> words = new ArrayList<>();

    /** Takes the world that the command runs in. */
    public LsFilesCommand(CommandContext context) {
        this.context = context;
    }

    @Override
    public Integer call() throws IOException {
        RevisionAndPaths what = RevisionAndPaths.divide(
                context, words, spec.commandLine().getParseResult().originalArgs());
        Optional<Worktree> worktree =
                what.revision().isPresent() ? Optional.empty() : Optional.of(Worktree.of(context));
        context.repository();
        String prefix = context.git().run("rev-parse", "--show-prefix").line();
        TrackedFiles tracked = new TrackedFiles(context.git(), prefix);
        List<TrackedFile> files = (what.revision().isPresent()
                        ? tracked.inTree(what.revision().get(), what.paths())
                        : tracked.inIndex(what.paths()))
                .checkpoints();
        if (isJson || isLong) {
            try (BlobReader blobs = new BlobReader(context.git())) {
                if (isJson) {
                    Json.write(context.out(), json -> writeAll(json, files, blobs, worktree));
                } else {
                    printTable(files, blobs, worktree, prefix);
                }
            }
        } else {
            files.stream()
                    .map(file -> Worktree.shown(prefix, file.path()))
                    .distinct()
                    .forEach(context.out()::println);
        }
        return 0;
    }

    private void printTable(List<TrackedFile> files, BlobReader blobs, Optional<Worktree> worktree, String prefix)
            throws IOException {
        List<List<String>> rows = new ArrayList<>();
        for (TrackedFile file : files) {
            List<String> row = new ArrayList<>(List.of(file.oid().substring(0, SHORT_ID)));
            if (blobs.read(file.oid()) instanceof BlobContent.Stubbed stubbed) {
                StubSummary summary = StubSummary.of(stubbed.stub());
                row.addAll(List.of(
                        summary.format(),
                        Sizes.count(summary.parameters(), "parameter"),
                        Sizes.of(summary.rawBytes()),
                        Sizes.of(summary.storedBytes()) + " stored"));
            } else {
                row.addAll(List.of("no stub", "", "", ""));
            }
            if (worktree.isPresent()) {
                row.add(state(file, worktree.get()));
            }
            row.add(Worktree.shown(prefix, file.path()));
            rows.add(row);
        }
        Table.print(context.out(), rows);
    }

    private void writeAll(JsonGenerator json, List<TrackedFile> files, BlobReader blobs, Optional<Worktree> worktree)
            throws IOException {
        json.writeStartArray();
        for (TrackedFile file : files) {
            json.writeStartObject();
            json.writeStringField("path", file.path());
            json.writeStringField("mode", file.mode());
            json.writeStringField("blob", file.oid());
            json.writeNumberField("stage", file.stage());
            if (worktree.isPresent()) {
                json.writeStringField("workingFile", state(file, worktree.get()));
            }
            BlobContent content = blobs.read(file.oid());
            json.writeBooleanField("stub", content instanceof BlobContent.Stubbed);
            if (content instanceof BlobContent.Stubbed stubbed) {
                StubJson.write(json, stubbed.stub());
            } else if (content instanceof BlobContent.Damaged damaged) {
                json.writeStringField("fault", damaged.reason());
            } else if (content instanceof BlobContent.Raw raw) {
                json.writeNumberField("rawBytes", raw.size());
            }
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private static String state(TrackedFile file, Worktree worktree) throws IOException {
        BlobContent content =
                WorkingFile.read(worktree.top().resolve(file.path()), file.oid().length());
        if (content instanceof BlobContent.Missing) {
            return file.skipped() ? "skipped" : "missing";
        }
        return content instanceof BlobContent.Raw ? "real" : "stub";
    }
}
