// SPDX-License-Identifier: Apache-2.0
package org.gittheta.cli.command;

import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.gittheta.cli.CommandContext;
import org.gittheta.cli.CommandException;
import org.gittheta.cli.ExitCode;
import org.gittheta.cli.OneLine;
import org.gittheta.cli.repository.Sizes;
import org.gittheta.filter.merge.FileMerge;
import org.gittheta.filter.merge.MergeDriver;
import org.gittheta.filter.merge.MergedStub;
import org.gittheta.filter.merge.ParameterRules;
import org.gittheta.filter.merge.Resolver;
import org.gittheta.filter.merge.Settlement;
import org.gittheta.filter.merge.StubMerge;
import org.gittheta.filter.merge.strategy.Side;
import org.gittheta.filter.merge.strategy.Strategies;
import org.gittheta.filter.pipeline.Workers;
import org.gittheta.storage.object.TemporaryFiles;
import org.gittheta.storage.stub.Stub;
import org.gittheta.storage.tensor.ParameterName;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Merges three checkpoint files, without a repository. */
@Command(
        name = "merge-file",
        description = "Merges two checkpoint files that come from a third, without a repository.",
        mixinStandardHelpOptions = true,
        customSynopsis = "git theta merge-file OURS BASE THEIRS -o OUT [--strategy S] [--rule 'GLOB=S']...",
        footerHeading = "%nExamples:%n",
        footer = {
            "  git theta merge-file a.safetensors base.safetensors b.safetensors -o merged.safetensors --strategy ties",
            "  git theta merge-file a.safetensors /dev/null b.safetensors -o merged.safetensors --strategy slerp",
        })
public final class MergeFileCommand implements Callable<Integer> {
    private final CommandContext context;

    @Parameters(index = "0", paramLabel = "OURS", description = "Our file; the result has its format.")
    private Path ours;

    @Parameters(
            index = "1",
            paramLabel = "BASE",
            description = "What both come from; an empty file if there is nothing.")
    private Path base;

    @Parameters(index = "2", paramLabel = "THEIRS", description = "Their file.")
    private Path theirs;

    @Option(
            names = {"-o", "--output"},
            paramLabel = "OUT",
            required = true,
            description = "Where the result goes.")
    private Path output;

    @Mixin
    private StrategyOptions options;

    /** Takes the world that the command runs in. */
    public MergeFileCommand(CommandContext context) {
        this.context = context;
    }

    @Override
    public Integer call() throws IOException {
        ParameterRules chosen = options.parse(Strategies.installed());
        Path out = context.directory().resolve(output).toAbsolutePath();
        Path folder = Files.createTempDirectory(out.getParent(), ".git-theta-");
        try (Workers workers = new Workers(Runtime.getRuntime().availableProcessors())) {
            return merge(new FileMerge(folder, workers), chosen, folder.resolve("merged"), out);
        } finally {
            TemporaryFiles.deleteTree(folder);
        }
    }

    private int merge(FileMerge files, ParameterRules chosen, Path aside, Path out) throws IOException {
        Optional<Stub> our = stub(files, ours);
        Optional<Stub> their = stub(files, theirs);
        if (our.isEmpty() || their.isEmpty()) {
            throw new CommandException(ExitCode.USAGE, "an empty file has no parameters to merge");
        }
        StubMerge merge = new StubMerge(stub(files, base), our.get(), their.get());
        Map<ParameterName, org.gittheta.filter.merge.strategy.StrategySpec> plan =
                new LinkedHashMap<>(MergeDriver.plan(merge.conflicts(), chosen));
        Resolver.Outcome outcome = files.settle(merge, plan);
        outcome.refused().values().forEach(reason -> context.err().println(OneLine.of("git theta: " + reason)));
        Settlement settlement = Settlement.NONE.with(outcome.settled());
        if (!our.get().frame().format().equals(their.get().frame().format())) {
            settlement = settlement.withFrame(Side.OURS);
        }
        MergedStub merged = files.finish(merge, settlement);
        try (FileChannel channel = FileChannel.open(aside, StandardOpenOption.WRITE, StandardOpenOption.CREATE_NEW)) {
            files.write(merged.stub(), channel);
        }
        Files.move(aside, out, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        if (merged.isClean()) {
            return ExitCode.OK.number();
        }
        context.err()
                .println(OneLine.of("git theta: " + output + " has ours in what is open: "
                        + Sizes.count(merged.open().size(), "parameter")
                        + merged.open().stream()
                                .limit(5)
                                .map(conflict -> " " + conflict.sides().key().escaped())
                                .reduce("", String::concat)
                        + (merged.frameOpen() ? ", and the frame" : "")));
        return ExitCode.NEGATIVE.number();
    }

    private Optional<Stub> stub(FileMerge files, Path file) throws IOException {
        try (InputStream in = Files.newInputStream(context.directory().resolve(file))) {
            return files.read(in);
        }
    }
}
