// SPDX-License-Identifier: Apache-2.0
package org.gittheta.cli.command;

import java.io.IOException;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.gittheta.cli.CommandContext;
import org.gittheta.cli.CommandException;
import org.gittheta.cli.ExitCode;
import org.gittheta.cli.migrate.Migration;
import org.gittheta.cli.migrate.MigrationUndo;
import org.gittheta.cli.repository.Sizes;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Rewrites history between Git LFS or plain files and stubs, and takes that back. */
@Command(
        name = "migrate",
        description = {
            "Rewrites history: Git LFS pointers or plain files become stubs, or stubs become those.",
            "import takes all files of Git LFS, or with --include those that match, plain ones too. export takes all stubs"
                    + " or those that match. Both change the .gitattributes of every commit with them.",
            "The old history stays below refs/theta/original until you delete it; undo brings it back.",
            "Commits get new ids, so that branches that were pushed have to be pushed with --force-with-lease."
        },
        mixinStandardHelpOptions = true,
        customSynopsis = {
            "git theta migrate import [OPTIONS] [REF...]",
            "git theta migrate export [--to lfs] [OPTIONS] [REF...]",
            "git theta migrate undo [STAMP]"
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  git theta migrate import --dry-run               say what Git LFS has in this branch",
            "  git theta migrate import --everything            take it over in all branches and tags",
            "  git theta migrate import --include '*.pt' main   plain files, too",
            "  git theta migrate export --to lfs                give all back to Git LFS",
            "  git theta migrate undo                           take the newest migration back"
        })
public final class MigrateCommand implements Callable<Integer> {
    private final CommandContext context;

    @Option(
            names = {"-I", "--include"},
            paramLabel = "PATTERN",
            description = "Only files that match, as in .gitattributes; may be repeated.")
    private List<String> included = new ArrayList<>();

    @Option(
            names = {"-X", "--exclude"},
            paramLabel = "PATTERN",
            description = "No files that match; may be repeated.")
    private List<String> excluded = new ArrayList<>();

    @Option(names = "--everything", description = "Rewrite all branches and tags.")
    private boolean isEverything;

    @Option(
            names = {"-n", "--dry-run"},
            description = "Say what would be converted and change nothing.")
    private boolean isDry;

    @Option(
            names = "--to",
            paramLabel = "OWNER",
            description = "What export makes: plain files (git) or pointers (lfs).")
    private Target target = Target.git;

    @Parameters(index = "0", paramLabel = "ACTION", description = "import, export or undo.")
    private Action action;

    @Parameters(
            index = "1..*",
            paramLabel = "REF",
            description = "Branches and tags to rewrite; the current branch by default. For undo, which migration.")
    private List<String> words = new ArrayList<>();

    /** Takes the world that the command runs in. */
    public MigrateCommand(CommandContext context) {
        this.context = context;
    }

    /** Lists what it can do, as it is typed. */
    enum Action {
        /** To stubs. */
        IMPORT,
        /** From stubs. */
        EXPORT,
        /** Back. */
        UNDO;

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** Lists whom an export gives files to, as it is typed. */
    enum Target {
        /** Git. */
        git,
        /** Git LFS. */
        lfs
    }

    @Override
    public Integer call() throws IOException {
        context.repository();
        if (action == Action.UNDO) {
            undo();
            return 0;
        }
        if (isEverything && !words.isEmpty()) {
            throw new CommandException(
                    ExitCode.USAGE, "--everything rewrites all branches and tags: name none, or leave it");
        }
        Migration.Report report = new Migration(
                        context,
                        new Migration.Request(
                                direction(), checked(included), checked(excluded), words, isEverything, isDry))
                .run();
        print(report);
        if (action == Action.IMPORT && report.map().isPresent()) {
            HookReport.installed(context);
        }
        return 0;
    }

    private Migration.Direction direction() {
        if (action == Action.IMPORT) {
            return Migration.Direction.IMPORT;
        }
        return target == Target.lfs ? Migration.Direction.EXPORT_TO_LFS : Migration.Direction.EXPORT;
    }

    private static List<String> checked(List<String> patterns) {
        return patterns.stream().map(TrackCommand::checked).distinct().toList();
    }

    private void undo() throws IOException {
        if (words.size() > 1) {
            throw new CommandException(ExitCode.USAGE, "undo takes the name of one migration, or none for the newest");
        }
        List<String> moved = new MigrationUndo(context).run(words.stream().findFirst());
        context.out().println("Brought back " + String.join(", ", moved));
    }

    private void print(Migration.Report report) {
        PrintStream out = context.out();
        String versions = Sizes.count(report.versions(), "version") + " of " + Sizes.count(report.files(), "file");
        String looked = Sizes.count(report.looked(), "commit");
        if (isDry) {
            out.println("Would convert " + versions + " in " + looked);
            return;
        }
        if (report.map().isEmpty()) {
            out.println("Nothing to convert in " + looked);
            return;
        }
        out.println("Converted " + versions + " (" + Sizes.of(report.bytes()) + ")");
        out.println("Rewrote " + report.commits() + " of " + looked + " and moved " + String.join(", ", report.refs()));
        if (report.unsigned() > 0) {
            out.println("Signatures left out, which do not hold for what is new: " + report.unsigned());
        }
        out.println("Old and new ids: " + report.map().get());
        out.println("To undo: git theta migrate undo " + report.stamp());
    }
}
