// SPDX-License-Identifier: Apache-2.0
package org.gittheta.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import org.gittheta.benchmarks.compare.Arena;
import org.gittheta.benchmarks.compare.ByteSize;
import org.gittheta.benchmarks.compare.CommandFailedException;
import org.gittheta.benchmarks.compare.ComparedRow;
import org.gittheta.benchmarks.compare.Plan;
import org.gittheta.benchmarks.compare.ProgramMissingException;
import org.gittheta.benchmarks.compare.Programs;
import org.gittheta.benchmarks.compare.Remotes;
import org.gittheta.benchmarks.compare.ReportFormat;
import org.gittheta.benchmarks.compare.Setup;
import org.gittheta.benchmarks.compare.WorkFolder;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;

/**
 * Compares git theta with git-lfs, whole commands side by side, and prints one table.
 *
 * <p>Ends with 0, with 1 when a row failed or a program is missing, and with 2 for wrong options.
 */
@Command(
        name = "compare",
        sortOptions = false,
        description = "Compares git theta with git-lfs, whole commands side by side.")
public final class CompareCommand implements Callable<Integer> {
    @Option(names = "--git-lfs", paramLabel = "PATH", description = "git-lfs (default: the one on the PATH)")
    private Path gitLfs;

    @Option(names = "--git-theta", paramLabel = "PATH", description = "launcher (default: the built distribution's)")
    private Path gitTheta =
            Path.of(System.getProperty("gittheta.root", "."), "cli", "target", "git-theta", "bin", "git-theta");

    @Option(names = "--runs", defaultValue = "5", description = "timed runs of each command (default: 5)")
    private int runs;

    @Option(
            names = "--size",
            defaultValue = "1.1GB",
            converter = SizeConverter.class,
            description = "size of the BF16 checkpoint (default: 1.1GB)")
    private long size;

    @Option(
            names = "--small",
            defaultValue = "90MB",
            converter = SizeConverter.class,
            description = "size of the FP32 checkpoint (default: 90MB)")
    private long small;

    @Option(
            names = "--moved",
            defaultValue = "1.1GB",
            converter = SizeConverter.class,
            description = "size of the BF16 checkpoint that is pushed and cloned (default: 1.1GB)")
    private long moved;

    @Option(names = "--parameters", defaultValue = "2000", description = "how many parameters it has (default: 2000)")
    private int parameters;

    @Option(names = "--large", description = "also add one checkpoint of --memory-size, once, to see the memory")
    private boolean large;

    @Option(
            names = "--memory-size",
            defaultValue = "6GB",
            converter = SizeConverter.class,
            description = "size of that checkpoint (default: 6GB)")
    private long memorySize;

    @Option(
            names = "--versions",
            paramLabel = "N",
            defaultValue = "0",
            description = "also commit N versions of the FP32 checkpoint and check out the oldest and the newest")
    private int versions;

    @Option(
            names = "--checkpoints",
            paramLabel = "DIR",
            description = "also add DIR's files in name order, as a history")
    private Path checkpoints;

    @Option(names = "--rows", paramLabel = "REGEX", defaultValue = "", description = "only rows whose names match")
    private Pattern rows;

    @Option(names = "--format", defaultValue = "markdown", description = "${COMPLETION-CANDIDATES}")
    private ReportFormat format;

    @Option(names = "--work", paramLabel = "DIR", description = "where to work (default: target/compare; about 15 GB)")
    private Path work = Path.of(System.getProperty("gittheta.root", "."), "benchmarks", "target", "compare");

    @Option(names = "--keep", description = "keep the generated checkpoints for the next time")
    private boolean keep;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "show this help and exit")
    @SuppressWarnings("unused") // picocli looks at it
    private boolean help;

    /** Runs the command and exits. */
    public static void main(String[] arguments) {
        CommandLine command = new CommandLine(new CompareCommand());
        command.setExecutionExceptionHandler((failure, line, parsed) -> {
            System.err.println("compare: " + failure);
            return 1;
        });
        System.exit(command.execute(arguments));
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        try {
            Programs programs = Programs.find(
                    gitTheta, Optional.ofNullable(gitLfs), System.getenv().getOrDefault("PATH", ""));
            return compare(programs);
        } catch (ProgramMissingException | CommandFailedException e) {
            System.err.println("compare: " + e.getMessage());
            return 1;
        }
    }

    private int compare(Programs programs) throws IOException, InterruptedException, CommandFailedException {
        Path folder = Files.createDirectories(work.toAbsolutePath().normalize());
        WorkFolder workFolder = new WorkFolder(folder);
        OptionalLong memory = large ? OptionalLong.of(memorySize) : OptionalLong.empty();
        Plan plan = new Plan(
                size,
                small,
                moved,
                Math.max(1, parameters),
                memory,
                versions,
                Optional.ofNullable(checkpoints),
                name -> rows.matcher(name).find());
        try (Remotes remotes = workFolder.remotes()) {
            Arena arena = workFolder.arena(
                    programs, remotes, Math.max(1, runs), line -> System.err.println("compare: " + line));
            Setup setup = workFolder.setup(programs, arena);
            List<ComparedRow> table = plan.run(arena, workFolder.checkpoints());
            System.out.print(format.render(setup, table));
            System.out.flush();
            return table.stream().anyMatch(ComparedRow::failed) ? 1 : 0;
        } finally {
            workFolder.delete(keep);
        }
    }

    /** Reads sizes such as {@code 1.1GB}. */
    static final class SizeConverter implements ITypeConverter<Long> {
        @Override
        public Long convert(String value) {
            try {
                return ByteSize.parse(value);
            } catch (IllegalArgumentException e) {
                throw new CommandLine.TypeConversionException(e.getMessage());
            }
        }
    }
}
