// SPDX-License-Identifier: Apache-2.0
package org.gittheta.cli.command;

import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import org.gittheta.cli.CommandContext;
import org.gittheta.cli.ExitCode;
import org.gittheta.cli.attributes.AttributesFile;
import org.gittheta.cli.repository.Worktree;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Takes patterns out of {@code .gitattributes}. */
@Command(
        name = "untrack",
        description = "Stops tracking by a pattern: takes it out of the .gitattributes of this folder.",
        mixinStandardHelpOptions = true,
        footerHeading = "%nExamples:%n",
        footer = {
            "  git theta untrack '*.safetensors'",
            "  git add --renormalize .         store the files as they are from now on"
        })
public final class UntrackCommand implements Callable<Integer> {
    private final CommandContext context;

    @Option(
            names = {"-n", "--dry-run"},
            description = "Say what would be done and change nothing.")
    private boolean isDry;

    @Parameters(arity = "1..*", paramLabel = "PATTERN", description = "A pattern as 'git theta track' lists it.")
    private List<String> patterns;

    /** Takes the world that the command runs in. */
    public UntrackCommand(CommandContext context) {
        this.context = context;
    }

    @Override
    public Integer call() throws IOException {
        Worktree.of(context);
        AttributesFile file = AttributesFile.read(context.directory().resolve(TrackCommand.FILE));
        List<String> wanted =
                patterns.stream().map(TrackCommand::checked).distinct().toList();
        Set<String> found = new HashSet<>();
        file.replaceEach(line -> {
            if (!line.isOurs() || !wanted.contains(line.pattern())) {
                return Optional.of(line);
            }
            found.add(line.pattern());
            return line.withoutOurs();
        });
        if (!isDry && !found.isEmpty()) {
            file.write();
        }
        for (String pattern : wanted) {
            if (found.contains(pattern)) {
                context.out().println((isDry ? "Would untrack \"" : "Untracking \"") + pattern + "\"");
            } else {
                context.err()
                        .println("git theta: \"" + pattern + "\" is not in this folder's " + TrackCommand.FILE
                                + "; 'git theta track' lists what is tracked where");
            }
        }
        return found.size() == wanted.size() ? 0 : ExitCode.NEGATIVE.number();
    }
}
