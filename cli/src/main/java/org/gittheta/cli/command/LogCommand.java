// SPDX-License-Identifier: Apache-2.0
package org.gittheta.cli.command;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import org.gittheta.cli.CommandContext;
import org.gittheta.cli.CommandException;
import org.gittheta.cli.ExitCode;
import org.gittheta.cli.Json;
import org.gittheta.cli.OneLine;
import org.gittheta.cli.Pager;
import org.gittheta.cli.diff.ChangedFile;
import org.gittheta.cli.diff.DiffJson;
import org.gittheta.cli.diff.DiffReader;
import org.gittheta.cli.diff.DiffReader.Compared;
import org.gittheta.cli.diff.DiffSides;
import org.gittheta.cli.diff.DiffText;
import org.gittheta.cli.diff.FileDiff;
import org.gittheta.cli.diff.Fold;
import org.gittheta.cli.history.CommitLog;
import org.gittheta.cli.history.LoggedCommit;
import org.gittheta.cli.repository.BlobReader;
import org.gittheta.cli.repository.Sizes;
import org.gittheta.filter.diff.ParameterChange;
import org.gittheta.storage.object.Slice;
import org.gittheta.storage.tensor.NameGlob;
import org.gittheta.storage.tensor.ParameterName;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Lists the commits in which parameters changed. */
@Command(
        name = "log",
        description = {
            "Lists the commits in which parameters changed, and what each stored for them. A single file is followed across"
                    + " renames. Of a merge, what no parent has as it is. No parameter is read. A model in several files is"
                    + " followed as one by its index."
        },
        mixinStandardHelpOptions = true,
        customSynopsis = "git theta log [-n COUNT] [--parameters GLOB] [--json] [REV...] [--] [PATH...]",
        footerHeading = "%nExamples:%n",
        footer = {
            "  git theta log -- model.safetensors",
            "  git theta log --parameters 'embeddings.*' v1..main",
        })
public final class LogCommand implements Callable<Integer> {
    private static final int MOST_GROUPS = 4;

    private final CommandContext context;

    @Spec
    private CommandSpec spec;

    @Option(names = "-n", paramLabel = "COUNT", description = "Stop after so many commits.")
    private int most = Integer.MAX_VALUE;

    @Option(names = "--parameters", paramLabel = "GLOB", description = "Only parameters whose name matches.")
    private Optional<String> glob = Optional.empty();

    @Option(names = "--json", description = "Write everything as JSON.")
    private boolean isJson;

    @Option(names = "--no-pager", description = "Start no pager.")
    private boolean noPager;

    @Parameters(paramLabel = "REV|PATH", description = "Where to begin, as for git log, and files.")
    private List<String> words = new ArrayList<>();

    private int shown;

    /** Takes the world that the command runs in. */
    public LogCommand(CommandContext context) {
        this.context = context;
    }

    /** Pairs what changed in a file with the bytes that were stored for it. */
    private record Logged(FileDiff diff, long newBytes) {}

    @Override
    public Integer call() throws IOException {
        context.repository();
        DiffSides what =
                DiffSides.of(context, words, spec.commandLine().getParseResult().originalArgs());
        if (what.sides().isEmpty()
                && context.git()
                                .attempt(new byte[0], "rev-parse", "--verify", "-q", "HEAD")
                                .exitCode()
                        != 0) {
            throw new CommandException(ExitCode.ENVIRONMENT, "this branch has no commit yet");
        }
        List<String> arguments = new ArrayList<>(List.of("-M", "-c"));
        if (what.paths().size() == 1 && !what.paths().get(0).startsWith(":(")) {
            arguments.add("--follow");
        }
        arguments.addAll(what.sides());
        arguments.add("--");
        arguments.addAll(what.paths());
        try (BlobReader blobs = new BlobReader(context.git())) {
            DiffReader reader = new DiffReader(blobs, NameGlob.of(glob.orElse("*")));
            if (isJson) {
                Json.write(context.out(), json -> {
                    json.writeStartArray();
                    each(arguments, reader, (commit, files) -> write(json, commit, files));
                    json.writeEndArray();
                });
            } else {
                try (Pager pager = Pager.of(context, "log", !noPager)) {
                    each(arguments, reader, (commit, files) -> print(pager.out(), commit, files));
                }
            }
        }
        return 0;
    }

    /** Takes a commit that changed something. */
    private interface Sink {
        void take(LoggedCommit commit, List<Logged> files) throws IOException;
    }

    private void each(List<String> arguments, DiffReader reader, Sink sink) throws IOException {
        CommitLog.read(context.git(), arguments, commit -> {
            if (shown == most) {
                return;
            }
            List<Logged> files = new ArrayList<>();
            for (Compared one : reader.compare(commit.files())) {
                FileDiff diff = DiffReader.finish(one, Optional.empty());
                if (!diff.rows().isEmpty() || (glob.isEmpty() && !diff.isNone())) {
                    files.add(new Logged(diff, newBytes(List.of(one))));
                }
            }
            for (List<Compared> sides : merged(reader, commit.merged())) {
                FileDiff diff = DiffReader.finish(likeNoParent(sides), Optional.empty());
                if (!diff.rows().isEmpty()) {
                    files.add(new Logged(diff, newBytes(sides)));
                }
            }
            if (!files.isEmpty()) {
                shown++;
                sink.take(commit, files);
            }
        });
    }

    /** Compares what a merge made of each file, or of a model in several, with every parent. */
    private static List<List<Compared>> merged(DiffReader reader, List<List<ChangedFile>> files) throws IOException {
        int parents = files.stream().mapToInt(List::size).min().orElse(0);
        Map<String, List<Compared>> byPath = new LinkedHashMap<>();
        for (int i = 0; i < parents; i++) {
            int parent = i;
            for (Compared one : reader.compare(
                    files.stream().map(sides -> sides.get(parent)).toList())) {
                byPath.computeIfAbsent(one.file().path(), path -> new ArrayList<>())
                        .add(one);
            }
        }
        return byPath.values().stream().filter(sides -> sides.size() == parents).toList();
    }

    /** Returns how a merged file differs from the first parent's in the parameters that differ from every parent's. */
    private static Compared likeNoParent(List<Compared> sides) {
        Compared first = sides.get(0);
        Set<ParameterName> everywhere = names(first);
        sides.forEach(side -> everywhere.retainAll(names(side)));
        List<ParameterChange> changes = first.changes().stream()
                .filter(change -> everywhere.contains(change.latest().name()))
                .toList();
        return new Compared(
                first.file(), first.before(), first.after(), changes, first.filesBefore(), first.filesAfter());
    }

    private static Set<ParameterName> names(Compared side) {
        Set<ParameterName> names = new HashSet<>();
        side.changes().forEach(change -> names.add(change.latest().name()));
        return names;
    }

    /** Counts what the stubs after need and none before did. */
    private static long newBytes(List<Compared> sides) {
        Set<Slice> before = new HashSet<>();
        sides.forEach(side -> side.filesBefore().forEach(stub -> before.addAll(stub.slices())));
        return sides.get(0).filesAfter().stream()
                .flatMap(stub -> stub.slices().stream())
                .distinct()
                .filter(slice -> !before.contains(slice))
                .mapToLong(Slice::length)
                .sum();
    }

    private static void print(PrintStream out, LoggedCommit commit, List<Logged> files) {
        out.println(commit.id().substring(0, 10) + " " + commit.day() + " " + OneLine.of(commit.author()) + "  "
                + OneLine.of(commit.subject()));
        for (Logged file : files) {
            out.println("    " + DiffText.heading(file.diff()) + "; " + Sizes.of(file.newBytes()) + " stored");
            List<Fold> folds = Fold.of(file.diff().rows());
            for (Fold fold : folds.subList(0, Math.min(MOST_GROUPS, folds.size()))) {
                out.println("      " + fold.kind().letter() + " " + fold.pattern()
                        + (fold.rows().size() > 1 ? " (" + fold.rows().size() + ")" : ""));
            }
            if (folds.size() > MOST_GROUPS) {
                out.println("      … and " + Sizes.count(folds.size() - MOST_GROUPS, "more group"));
            }
        }
    }

    private static void write(JsonGenerator json, LoggedCommit commit, List<Logged> files) throws IOException {
        json.writeStartObject();
        json.writeStringField("commit", commit.id());
        json.writeStringField("author", commit.author());
        json.writeStringField("date", commit.date());
        json.writeStringField("subject", commit.subject());
        json.writeArrayFieldStart("files");
        for (Logged file : files) {
            json.writeStartObject();
            json.writeNumberField("newBytes", file.newBytes());
            DiffJson.fields(json, file.diff());
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeEndObject();
    }
}
