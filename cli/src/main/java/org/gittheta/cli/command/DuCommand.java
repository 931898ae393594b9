// SPDX-License-Identifier: Apache-2.0
package org.gittheta.cli.command;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import org.gittheta.cli.CommandContext;
import org.gittheta.cli.CommandException;
import org.gittheta.cli.ExitCode;
import org.gittheta.cli.Json;
import org.gittheta.cli.du.DiskUsage;
import org.gittheta.cli.du.FileUsage;
import org.gittheta.cli.du.Usage;
import org.gittheta.cli.repository.BlobContent;
import org.gittheta.cli.repository.BlobReader;
import org.gittheta.cli.repository.RevisionAndPaths;
import org.gittheta.cli.repository.Sizes;
import org.gittheta.cli.repository.TrackedFile;
import org.gittheta.cli.repository.TrackedFiles;
import org.gittheta.filter.shards.ShardName;
import org.gittheta.filter.shards.ShardedModel;
import org.gittheta.lfs.history.StubWalk;
import org.gittheta.storage.stub.Stub;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Says what takes how many bytes. */
@Command(
        name = "du",
        description = {
            "Says how many bytes checkpoints take, by version, parameter and codec, and how many Git LFS would take.",
            "A byte that several versions share is counted for the first of them, the oldest with --all. A model in several"
                    + " files is one line; PATH is a file, its index, or a folder."
        },
        mixinStandardHelpOptions = true,
        customSynopsis = "git theta du [--all | REV] [--parameters] [--json] [--] [PATH...]",
        footerHeading = "%nExamples:%n",
        footer = {
            "  git theta du",
            "  git theta du --all",
            "  git theta du --parameters HEAD",
            "  git theta du HEAD -- model.safetensors.index.json",
        })
public final class DuCommand implements Callable<Integer> {
    private static final int SHORT_ID = 10;

    private final CommandContext context;

    @Spec
    private CommandSpec spec;

    @Option(names = "--all", description = "Count every version that is reachable from a branch, a tag or HEAD.")
    private boolean isAll;

    @Option(names = "--parameters", description = "Show each parameter.")
    private boolean isByParameter;

    @Option(names = "--json", description = "Write everything, each parameter included, as JSON.")
    private boolean isJson;

    @Parameters(paramLabel = "REV PATH", description = "A commit, or else the index; and files.")
    private List<String> words = new ArrayList<>();

    /** Takes the world that the command runs in. */
    public DuCommand(CommandContext context) {
        this.context = context;
    }

    @Override
    public Integer call() throws IOException {
        if (isAll && !words.isEmpty()) {
            throw new CommandException(ExitCode.USAGE, "--all counts every commit and every file");
        }
        context.repository();
        DiskUsage usage = isAll ? ofHistory() : ofTree();
        if (isJson) {
            Json.write(context.out(), json -> write(json, usage));
        } else {
            print(usage);
        }
        return ExitCode.OK.number();
    }

    private DiskUsage ofHistory() throws IOException {
        DiskUsage usage = new DiskUsage();
        new StubWalk(context.git())
                .reachable(
                        List.of("--all", "--reverse", "--in-commit-order"),
                        found -> usage.add(found.path(), found.blob(), found.stub()));
        return usage;
    }

    private DiskUsage ofTree() throws IOException {
        RevisionAndPaths what = RevisionAndPaths.divide(
                context, words, spec.commandLine().getParseResult().originalArgs());
        DiskUsage usage = new DiskUsage();
        String prefix = context.git().run("rev-parse", "--show-prefix").line();
        TrackedFiles tracked = new TrackedFiles(context.git(), prefix);
        Optional<String> revision = what.revision();
        List<String> paths = what.paths().stream().map(ShardName::pathspec).toList();
        TrackedFiles.Listing listing =
                revision.isPresent() ? tracked.inTree(revision.get(), paths) : tracked.inIndex(paths);
        if (listing.checkpoints().isEmpty() && !paths.isEmpty()) {
            throw new CommandException(ExitCode.USAGE, "there is no commit and no checkpoint '" + paths.get(0) + "'");
        }
        Map<String, SortedMap<String, Stub>> models = new TreeMap<>();
        Map<String, String> oids = new HashMap<>();
        try (BlobReader blobs = new BlobReader(context.git())) {
            for (TrackedFile file : listing.checkpoints()) {
                if (blobs.read(file.oid()) instanceof BlobContent.Stubbed stubbed) {
                    String name =
                            ShardName.of(file.path()).map(ShardName::index).orElse(file.path());
                    models.computeIfAbsent(name, path -> new TreeMap<>()).put(file.path(), stubbed.stub());
                    oids.put(name, file.oid());
                }
            }
        }
        models.forEach((name, files) -> add(usage, name, oids.get(name), files));
        return usage;
    }

    private static void add(DiskUsage usage, String name, String oid, SortedMap<String, Stub> files) {
        if (files.containsKey(name)) {
            usage.add(name, oid, files.get(name));
        } else {
            usage.add(
                    name,
                    "",
                    ShardedModel.of(files),
                    files.values().stream().map(Stub::frame).toList());
        }
    }

    private void print(DiskUsage usage) {
        List<List<String>> rows = new ArrayList<>();
        rows.add(List.of("raw", "stored", "ratio", "stub", "what"));
        for (FileUsage file : usage.files()) {
            rows.add(row(
                    file.total(),
                    file.blob().substring(0, Math.min(SHORT_ID, file.blob().length())),
                    file.path()));
            if (isByParameter) {
                file.parameters()
                        .forEach(p -> rows.add(row(
                                p.usage(),
                                "",
                                "  " + p.name() + " (" + p.codec()
                                        + (p.bases() == 0 ? "" : ", " + Sizes.count(p.bases(), "base")) + ")")));
            }
        }
        usage.codecs().forEach((codec, bytes) -> rows.add(row(bytes, "", "with the codec " + codec)));
        rows.add(row(usage.total(), "", "in all"));
        rows.add(row(new Usage(usage.total().raw(), usage.wholeFiles()), "", "in all with Git LFS"));
        Table.print(context.out(), rows);
    }

    private static List<String> row(Usage usage, String stub, String what) {
        return List.of(
                Sizes.of(usage.raw()),
                Sizes.of(usage.stored()),
                String.format(Locale.ROOT, "%.3f", usage.ratio()),
                stub,
                what);
    }

    private static void write(JsonGenerator json, DiskUsage usage) throws IOException {
        json.writeStartObject();
        write(json, usage.total());
        json.writeNumberField("gitLfsBytes", usage.wholeFiles());
        write(json, usage.codecs());
        json.writeArrayFieldStart("files");
        for (FileUsage file : usage.files()) {
            json.writeStartObject();
            json.writeStringField("path", file.path());
            json.writeStringField("blob", file.blob());
            json.writeBooleanField("new", file.isNew());
            write(json, file.total());
            write(json, file.codecs());
            json.writeArrayFieldStart("parameters");
            for (FileUsage.ParameterUsage parameter : file.parameters()) {
                json.writeStartObject();
                json.writeStringField("name", parameter.name());
                json.writeStringField("codec", parameter.codec());
                json.writeNumberField("bases", parameter.bases());
                write(json, parameter.usage());
                json.writeEndObject();
            }
            json.writeEndArray();
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeEndObject();
    }

    private static void write(JsonGenerator json, Usage usage) throws IOException {
        json.writeNumberField("rawBytes", usage.raw());
        json.writeNumberField("storedBytes", usage.stored());
    }

    private static void write(JsonGenerator json, Map<String, Usage> codecs) throws IOException {
        json.writeObjectFieldStart("codecs");
        for (Map.Entry<String, Usage> codec : codecs.entrySet()) {
            json.writeObjectFieldStart(codec.getKey());
            write(json, codec.getValue());
            json.writeEndObject();
        }
        json.writeEndObject();
    }
}
