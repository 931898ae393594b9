// SPDX-License-Identifier: Apache-2.0
package org.gittheta.cli.command;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Predicate;
import org.gittheta.cli.CommandContext;
import org.gittheta.cli.CommandException;
import org.gittheta.cli.ExitCode;
import org.gittheta.cli.export.TensorFile;
import org.gittheta.cli.export.TensorFile.Form;
import org.gittheta.cli.repository.AtomicFile;
import org.gittheta.cli.repository.OpenRepository;
import org.gittheta.cli.repository.StubAt;
import org.gittheta.cli.repository.StubSummary;
import org.gittheta.filter.diff.TensorReader;
import org.gittheta.filter.pipeline.Workers;
import org.gittheta.filter.repository.CheckpointRepository;
import org.gittheta.storage.stub.Stub;
import org.gittheta.storage.stub.TensorEntry;
import org.gittheta.storage.tensor.NameGlob;
import org.gittheta.storage.tensor.ParameterName;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Writes parameters of one version of a checkpoint to a file. */
@Command(
        name = "export",
        description =
                "Writes a parameter, or all that match, to a .npy or .safetensors file; reads only their objects.",
        mixinStandardHelpOptions = true,
        customSynopsis = {
            "git theta export REV:PATH PARAMETER -o FILE|-",
            "git theta export REV:PATH --all GLOB -o FILE|-"
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  git theta export v1:model.safetensors embed.weight -o embed.npy",
            "  git theta export HEAD:model.pt --all 'decoder.*' -o decoder.safetensors",
        })
public final class ExportCommand implements Callable<Integer> {
    private final CommandContext context;

    @Option(
            names = {"-o", "--output"},
            required = true,
            paramLabel = "FILE",
            description = "Where to write; - is standard output. The name's end decides the form unless --form does.")
    private String output;

    @Option(names = "--form", description = "${COMPLETION-CANDIDATES}; a .npy file holds one parameter.")
    private Optional<Form> form = Optional.empty();

    @Option(names = "--all", paramLabel = "GLOB", description = "Write all parameters whose name matches.")
    private Optional<String> all = Optional.empty();

    @Parameters(index = "0", paramLabel = "REV:PATH", description = "The checkpoint; ':PATH' is the index's.")
    private String name;

    @Parameters(index = "1", arity = "0..1", paramLabel = "PARAMETER", description = "The parameter's name.")
    private Optional<String> parameter = Optional.empty();

    /** Takes the world that the command runs in. */
    public ExportCommand(CommandContext context) {
        this.context = context;
    }

    @Override
    public Integer call() throws IOException {
        if (all.isPresent() == parameter.isPresent()) {
            throw new CommandException(ExitCode.USAGE, "name one parameter, or several with --all");
        }
        Form wanted = form.orElseGet(() -> Form.of(output, all.isPresent()));
        Stub stub = StubAt.read(context, name);
        TensorFile file = TensorFile.of(stub, tensors(stub), wanted);
        try (Workers workers = new Workers(Runtime.getRuntime().availableProcessors())) {
            CheckpointRepository repository = OpenRepository.of(context, workers);
            repository.source().require(file.objects());
            TensorReader reader = new TensorReader(repository.store(), repository.codecs(), workers);
            if (output.equals("-")) {
                file.write(reader, context.out());
            } else {
                AtomicFile.write(context.directory().resolve(output), out -> file.write(reader, out));
            }
        }
        return 0;
    }

    private List<TensorEntry> tensors(Stub stub) {
        if (parameter.isPresent()) {
            return List.of(stub.tensor(new ParameterName(parameter.get()))
                    .orElseThrow(() -> new CommandException(
                            ExitCode.USAGE,
                            "there is no parameter '" + parameter.get() + "': 'git theta show " + ShellWord.of(name)
                                    + "' lists them")));
        }
        Predicate<String> names = NameGlob.of(all.orElseThrow());
        List<TensorEntry> matching = stub.tensors().stream()
                .filter(StubSummary::isParameter)
                .filter(tensor -> names.test(tensor.name().text()))
                .toList();
        if (matching.isEmpty()) {
            throw new CommandException(ExitCode.USAGE, "no parameter matches '" + all.get() + "'");
        }
        return matching;
    }
}
