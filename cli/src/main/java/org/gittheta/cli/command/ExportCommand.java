// SPDX-License-Identifier: Apache-2.0
package org.gittheta.cli.command;

import java.io.IOException;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Predicate;
import org.gittheta.cli.CommandContext;
import org.gittheta.cli.CommandException;
import org.gittheta.cli.ExitCode;
import org.gittheta.cli.repository.AtomicFile;
import org.gittheta.cli.repository.OpenRepository;
import org.gittheta.cli.repository.StubAt;
import org.gittheta.cli.repository.StubSummary;
import org.gittheta.filter.export.CheckpointExport;
import org.gittheta.filter.export.ExportFormat;
import org.gittheta.filter.pipeline.Workers;
import org.gittheta.filter.repository.CheckpointRepository;
import org.gittheta.storage.stub.Stub;
import org.gittheta.storage.tensor.NameGlob;
import org.gittheta.storage.tensor.ParameterName;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Writes a checkpoint, or parameters of it, to a file of a chosen format. */
@Command(
        name = "export",
        description = {
            "Writes one version of a checkpoint, or a parameter of it, or all that match, to a file of another format.",
            "Names, shapes, element types and values stay what they are; a type that the format does not have is"
                    + " refused. Tied tensors and views become tensors of their own. Only the objects of what is written"
                    + " are read."
        },
        mixinStandardHelpOptions = true,
        customSynopsis = {
            "git theta export REV:PATH [--to FORMAT] -o FILE|-",
            "git theta export REV:PATH PARAMETER [--to FORMAT] -o FILE|-",
            "git theta export REV:PATH --all GLOB [--to FORMAT] -o FILE|-"
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  git theta export HEAD:model.pt -o model.safetensors",
            "  git theta export v1:model.safetensors --to pytorch -o v1.bin",
            "  git theta export v1:model.safetensors embed.weight -o embed.npy",
            "  git theta export HEAD:model.pt --all 'decoder.*' -o decoder.npz",
        })
public final class ExportCommand implements Callable<Integer> {
    private final CommandContext context;

    @Option(
            names = {"-o", "--output"},
            required = true,
            paramLabel = "FILE",
            description = "Where to write; - is standard output.")
    private String output;

    @Option(
            names = "--to",
            paramLabel = "FORMAT",
            description =
                    "safetensors, npy, npz or pytorch; npy holds one parameter. Otherwise the end of FILE's name decides:"
                            + " .safetensors, .npy, .npz, .pt, .pth or .bin. Standard output gets npy for one parameter,"
                            + " otherwise safetensors.")
    private Optional<ExportFormat> to = Optional.empty();

    @Option(names = "--all", paramLabel = "GLOB", description = "Write all parameters whose name matches.")
    private Optional<String> all = Optional.empty();

    @Parameters(
            index = "0",
            paramLabel = "REV:PATH",
            description = "The checkpoint, or the index or folder of a model in several files; ':PATH' is the index's.")
    private String name;

    @Parameters(index = "1", arity = "0..1", paramLabel = "PARAMETER", description = "The parameter's name.")
    private Optional<String> parameter = Optional.empty();

    /** Takes the world that the command runs in. */
    public ExportCommand(CommandContext context) {
        this.context = context;
    }

    @Override
    public Integer call() throws IOException {
        if (all.isPresent() && parameter.isPresent()) {
            throw new CommandException(ExitCode.USAGE, "name one parameter, or several with --all");
        }
        ExportFormat format = to.or(this::usualFormat)
                .orElseThrow(() -> new CommandException(
                        ExitCode.USAGE, "the end of the file's name stands for no format: choose one with --to"));
        Stub stub = StubAt.read(context, name);
        Predicate<ParameterName> names = names(stub);
        try (Workers workers = new Workers(Runtime.getRuntime().availableProcessors())) {
            CheckpointRepository repository = OpenRepository.of(context, workers);
            CheckpointExport export = new CheckpointExport(repository.source(), repository.codecs(), workers);
            if (output.equals("-")) {
                // A zip's headers are completed when its data is there, so that it takes a file.
                Path spooled = repository.store().temporary().create("export");
                try {
                    try (SeekableByteChannel out = Files.newByteChannel(spooled, StandardOpenOption.WRITE)) {
                        export.write(stub, names, format, out);
                    }
                    Files.copy(spooled, context.out());
                } finally {
                    Files.deleteIfExists(spooled);
                }
            } else {
                AtomicFile.writeChannel(
                        context.directory().resolve(output), out -> export.write(stub, names, format, out));
            }
        }
        if (all.isEmpty() && parameter.isEmpty()) {
            List<ParameterName> leftOut = CheckpointExport.leftOut(stub);
            if (!leftOut.isEmpty()) {
                context.err()
                        .println("git theta: left out, as it is no tensor: "
                                + leftOut.get(0).escaped()
                                + (leftOut.size() > 1 ? " and " + (leftOut.size() - 1) + " more" : ""));
            }
        }
        return 0;
    }

    private Optional<ExportFormat> usualFormat() {
        return output.equals("-")
                ? Optional.of(parameter.isPresent() ? ExportFormat.NPY : ExportFormat.SAFETENSORS)
                : ExportFormat.ofFile(output);
    }

    private Predicate<ParameterName> names(Stub stub) {
        if (parameter.isPresent()) {
            ParameterName wanted = new ParameterName(parameter.get());
            if (stub.tensor(wanted).isEmpty()) {
                throw new CommandException(
                        ExitCode.USAGE,
                        "there is no parameter '" + parameter.get() + "': 'git theta show " + ShellWord.of(name)
                                + "' lists them");
            }
            return wanted::equals;
        }
        if (all.isEmpty()) {
            return any -> true;
        }
        Predicate<String> matches = NameGlob.of(all.get());
        if (stub.tensors().stream()
                .filter(StubSummary::isParameter)
                .noneMatch(tensor -> matches.test(tensor.name().text()))) {
            throw new CommandException(ExitCode.USAGE, "no parameter matches '" + all.get() + "'");
        }
        return tensor -> matches.test(tensor.text());
    }
}
