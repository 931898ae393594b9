// SPDX-License-Identifier: Apache-2.0
package org.gittheta.cli;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;
import org.gittheta.cli.merge.StrategyChoice;
import org.gittheta.filter.merge.ConflictRecords;
import org.gittheta.filter.merge.MergeDriver;
import org.gittheta.filter.merge.MergeSession;
import org.gittheta.filter.merge.MergedStub;
import org.gittheta.filter.pipeline.Workers;
import org.gittheta.storage.repository.Git;
import org.gittheta.storage.repository.RepositoryLayout;
import org.gittheta.storage.tensor.ParameterName;

/**
 * Is the merge driver: merges the files that git names.
 *
 * @param directory the working directory, the top of the worktree
 * @param environment the variables of the process
 * @param layout the repository
 * @param opener opens it for a merge that needs frames or parameters
 * @param err takes what a person should know
 */
record MergeDriverCommand(
        Path directory,
        Map<String, String> environment,
        RepositoryLayout layout,
        FilterCommands.Opener opener,
        PrintStream err) {
    private static final int MOST_NAMED = 5;

    /** The length of git's conflict markers; while it merges common ancestors with each other they are longer. */
    private static final String MARKERS = "7";

    /** Merges: base, ours, theirs, the path in the tree, and from newer settings the length of conflict markers. */
    ExitCode run(List<String> arguments) throws IOException {
        if (arguments.size() != 5 && arguments.size() != 6) {
            throw new CommandException(ExitCode.USAGE, "git gives a merge driver %O %A %B %P %L");
        }
        boolean isOfAncestors = arguments.size() == 6 && !arguments.get(5).equals(MARKERS);
        String pathname = arguments.get(4);
        try (Workers workers = new Workers(Runtime.getRuntime().availableProcessors())) {
            MergeDriver driver = new MergeDriver(
                    new MergeSession(() -> opener.open(workers), workers, pathname),
                    new ConflictRecords(layout.conflicts()),
                    () -> new StrategyChoice(new Git(directory, environment), directory, environment).of(pathname),
                    warnings(pathname));
            Path base = directory.resolve(arguments.get(1));
            Path ours = directory.resolve(arguments.get(2));
            Path theirs = directory.resolve(arguments.get(3));
            if (isOfAncestors) {
                driver.mergeAncestors(base, ours, theirs);
                return ExitCode.OK;
            }
            MergedStub merged = driver.merge(pathname, base, ours, theirs);
            if (merged.isClean()) {
                return ExitCode.OK;
            }
            say(
                    pathname,
                    what(merged) + "; ours is kept there until you settle it: 'git theta conflicts' lists them,"
                            + " 'git theta resolve' settles them, 'git add -- " + pathname
                            + "' takes the file as it is now");
            return ExitCode.NEGATIVE;
        }
    }

    private MergeDriver.Warnings warnings(String pathname) {
        return new MergeDriver.Warnings() {
            private int count;

            @Override
            public void leftOpen(Exception reason) {
                say(pathname, Failures.of(reason).sentence());
            }

            @Override
            public void leftOpen(ParameterName key, String reason) {
                count++;
                if (count <= MOST_NAMED) {
                    say(pathname, reason);
                }
            }
        };
    }

    private void say(String pathname, String sentence) {
        err.println(OneLine.of("git theta: " + pathname + ": " + sentence));
    }

    private static String what(MergedStub merged) {
        StringJoiner names = new StringJoiner(", ");
        merged.open().stream()
                .limit(MOST_NAMED)
                .forEach(conflict -> names.add(conflict.sides().key().escaped()));
        int more = merged.open().size() - MOST_NAMED;
        String tensors = names + (more > 0 ? " and " + more + " more" : "");
        String frame = merged.frameOpen() ? "what lies around the parameters" : "";
        String and = frame.isEmpty() || merged.open().isEmpty() ? "" : ", and ";
        return "both sides changed " + tensors + and + frame;
    }
}
