// SPDX-License-Identifier: Apache-2.0
package org.gittheta.cli.command;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.gittheta.cli.CommandContext;
import org.gittheta.cli.ExitCode;
import org.gittheta.cli.doctor.CommitScan;
import org.gittheta.cli.doctor.Doctor;
import org.gittheta.cli.doctor.Finding;
import org.gittheta.cli.doctor.RawCheckpoint;
import org.gittheta.cli.doctor.Verdict;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Looks at everything that git theta needs, or, for a server, at the commits that are about to be accepted. */
@Command(
        name = "doctor",
        description = {
            "Checks that everything is in order, and says how to mend what is not.",
            "Exits with 1 when it finds a fault; warnings do not count."
        },
        mixinStandardHelpOptions = true,
        footerHeading = "%nExamples:%n",
        footer = {
            "  git theta doctor",
            "  git theta doctor --ci                     look for raw checkpoints in what is not pushed yet",
            "  git theta doctor --ci origin/main..HEAD   the same for a range of commits",
        })
public final class DoctorCommand implements Callable<Integer> {
    private final CommandContext context;

    @Option(names = "--json", description = "Print the result as JSON.")
    private boolean json;

    @Option(
            names = "--ci",
            arity = "0..1",
            fallbackValue = "",
            paramLabel = "RANGE",
            description = {
                "Look instead at the commits of RANGE, and fail when one adds a checkpoint without a stub.",
                "Without RANGE: what the upstream branch lacks, or the newest commit."
            })
    private String range;

    /** Takes the world that the command runs in. */
    public DoctorCommand(CommandContext context) {
        this.context = context;
    }

    @Override
    public Integer call() throws IOException {
        if (range != null) {
            return scanCommits();
        }
        List<Finding> findings = Doctor.examine(context);
        FindingsReport report = new FindingsReport(context);
        if (json) {
            report.printJson(findings);
        } else {
            report.print(findings);
        }
        boolean fault = findings.stream().anyMatch(finding -> finding.verdict() == Verdict.FAULT);
        return (fault ? ExitCode.NEGATIVE : ExitCode.OK).number();
    }

    private int scanCommits() throws IOException {
        context.repository();
        List<RawCheckpoint> raw =
                new CommitScan(context).scan(Optional.of(range).filter(given -> !given.isEmpty()));
        FindingsReport report = new FindingsReport(context);
        if (json) {
            report.printRawJson(raw);
        } else {
            report.printRaw(raw);
        }
        return (raw.isEmpty() ? ExitCode.OK : ExitCode.NEGATIVE).number();
    }
}
