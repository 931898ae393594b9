// SPDX-License-Identifier: Apache-2.0
package org.gittheta.cli.command;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.function.Predicate;
import org.gittheta.cli.CommandContext;
import org.gittheta.cli.Json;
import org.gittheta.cli.OneLine;
import org.gittheta.cli.Pager;
import org.gittheta.cli.repository.OpenRepository;
import org.gittheta.cli.repository.Sizes;
import org.gittheta.cli.repository.StubAt;
import org.gittheta.cli.repository.StubJson;
import org.gittheta.cli.repository.StubSummary;
import org.gittheta.filter.diff.StubFacts;
import org.gittheta.filter.diff.TensorPlace;
import org.gittheta.filter.diff.TensorReader;
import org.gittheta.filter.diff.statistics.SideStatistics;
import org.gittheta.filter.pipeline.Workers;
import org.gittheta.filter.repository.CheckpointRepository;
import org.gittheta.storage.object.MissingObjectsException;
import org.gittheta.storage.object.StoredObject;
import org.gittheta.storage.stub.ParameterEntry;
import org.gittheta.storage.stub.Stub;
import org.gittheta.storage.stub.TensorEntry;
import org.gittheta.storage.stub.ViewEntry;
import org.gittheta.storage.tensor.NameGlob;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Says what one version of a checkpoint holds. */
@Command(
        name = "show",
        description = "Shows what a checkpoint holds: format, metadata, parameters, and the bytes stored for each.",
        mixinStandardHelpOptions = true,
        customSynopsis = "git theta show [--stats] [--json] [--no-pager] REV:PATH [GLOB]",
        footerHeading = "%nExamples:%n",
        footer = {
            "  git theta show HEAD:model.safetensors",
            "  git theta show --stats v1:model.safetensors 'encoder.layer.0.*'",
        })
public final class ShowCommand implements Callable<Integer> {
    private final CommandContext context;

    @Option(
            names = "--stats",
            description = "Read the parameters, and show mean, deviation, extremes, zeros, NaN and Inf of each.")
    private boolean stats;

    @Option(names = "--json", description = "Write everything as JSON.")
    private boolean isJson;

    @Option(names = "--no-pager", description = "Start no pager.")
    private boolean noPager;

    @Parameters(
            index = "0",
            paramLabel = "REV:PATH",
            description = "The checkpoint, or the index or folder of a model in several files; ':PATH' is the index's.")
    private String name;

    @Parameters(index = "1", arity = "0..1", paramLabel = "GLOB", description = "Only parameters whose name matches.")
    private String glob = "*";

    /** Takes the world that the command runs in. */
    public ShowCommand(CommandContext context) {
        this.context = context;
    }

    @Override
    public Integer call() throws IOException {
        Predicate<String> names = NameGlob.of(glob);
        Stub whole = StubAt.read(context, name);
        List<TensorEntry> wanted = whole.tensors().stream()
                .filter(tensor -> names.test(tensor.name().text()))
                .toList();
        try (Workers workers = new Workers(Runtime.getRuntime().availableProcessors())) {
            CheckpointRepository repository = OpenRepository.of(context, workers);
            Map<String, String> facts = facts(repository, whole);
            Map<TensorEntry, SideStatistics> numbers = stats ? numbers(repository, whole, wanted, workers) : Map.of();
            if (isJson) {
                Json.write(context.out(), json -> write(json, whole, wanted, facts, numbers));
            } else {
                print(whole, wanted, facts, numbers);
            }
        }
        return 0;
    }

    /** The stub says enough without the frame, so one that is missing is no reason to fail. */
    private Map<String, String> facts(CheckpointRepository repository, Stub stub) throws IOException {
        try {
            return StubFacts.of(stub, repository.writer());
        } catch (MissingObjectsException e) {
            context.err().println(OneLine.of("git theta: its metadata is left out: " + e.getMessage()));
            return Map.of();
        }
    }

    private static Map<TensorEntry, SideStatistics> numbers(
            CheckpointRepository repository, Stub stub, List<TensorEntry> wanted, Workers workers) throws IOException {
        Set<StoredObject> objects = new LinkedHashSet<>();
        Map<TensorEntry, TensorPlace> places = new LinkedHashMap<>();
        for (TensorEntry tensor : wanted) {
            Optional<TensorPlace> place = TensorPlace.of(stub, tensor);
            if (place.isPresent()) {
                places.put(tensor, place.get());
                place.get().slices().forEach(slice -> objects.add(slice.object()));
            }
        }
        repository.source().require(objects);
        TensorReader reader = new TensorReader(repository.store(), repository.codecs(), workers);
        Map<TensorEntry, SideStatistics> numbers = new LinkedHashMap<>();
        for (Map.Entry<TensorEntry, TensorPlace> place : places.entrySet()) {
            reader.statistics(place.getKey(), place.getValue()).ifPresent(of -> numbers.put(place.getKey(), of));
        }
        return numbers;
    }

    private void print(
            Stub whole, List<TensorEntry> wanted, Map<String, String> facts, Map<TensorEntry, SideStatistics> numbers)
            throws IOException {
        StubSummary summary = StubSummary.of(whole);
        try (Pager pager = Pager.of(context, "show", !noPager)) {
            pager.out()
                    .println(OneLine.of(name) + ": " + summary.format() + ", "
                            + Sizes.count(summary.parameters(), "parameter") + ", " + Sizes.of(summary.rawBytes())
                            + ", " + stored(summary.storedBytes(), summary.rawBytes()));
            facts.forEach((key, value) -> pager.out().println("  " + OneLine.of(key) + ": " + OneLine.of(value)));
            List<List<String>> rows = new ArrayList<>();
            for (TensorEntry tensor : wanted) {
                List<String> row =
                        new ArrayList<>(List.of("  " + tensor.name().escaped(), tensor.dtype() + " " + tensor.shape()));
                row.add(where(tensor));
                row.add(Optional.ofNullable(numbers.get(tensor))
                        .map(ShowCommand::numbers)
                        .orElse(""));
                rows.add(row);
            }
            Table.print(pager.out(), rows);
        }
    }

    private static String where(TensorEntry tensor) {
        if (tensor instanceof ViewEntry view) {
            return "view of " + view.target().escaped();
        }
        ParameterEntry parameter = (ParameterEntry) tensor;
        return (parameter.isStorage() ? "storage, " : "") + Sizes.of(parameter.size()) + ", "
                + stored(parameter.encoding().payloadSize(), parameter.size());
    }

    private static String stored(long stored, long raw) {
        return Sizes.of(stored) + " stored"
                + (raw == 0 ? "" : String.format(Locale.ROOT, " (%.3g)", (double) stored / raw));
    }

    private static String numbers(SideStatistics numbers) {
        return String.format(
                        Locale.ROOT,
                        "mean %.3g, std %.3g, min %.3g, max %.3g, ",
                        numbers.moments().mean(),
                        numbers.moments().std(),
                        numbers.min(),
                        numbers.max())
                + Sizes.count(numbers.zeros(), "zero")
                + (numbers.moments().nan() > 0 ? ", " + numbers.moments().nan() + " NaN" : "")
                + (numbers.moments().infinite() > 0 ? ", " + numbers.moments().infinite() + " Inf" : "");
    }

    /** Writes what {@code ls-files --json} writes of a stub, with the parameters wanted, and more. */
    private void write(
            JsonGenerator json,
            Stub whole,
            List<TensorEntry> wanted,
            Map<String, String> facts,
            Map<TensorEntry, SideStatistics> numbers)
            throws IOException {
        json.writeStartObject();
        json.writeStringField("name", name);
        json.writeObjectFieldStart("facts");
        for (Map.Entry<String, String> fact : facts.entrySet()) {
            json.writeStringField(fact.getKey(), fact.getValue());
        }
        json.writeEndObject();
        StubJson.write(json, whole, wanted, tensor -> {
            SideStatistics of = numbers.get(tensor);
            if (of != null) {
                StubJson.statistics(json, of);
            }
        });
        json.writeEndObject();
    }
}
