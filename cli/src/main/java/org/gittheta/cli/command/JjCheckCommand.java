// SPDX-License-Identifier: Apache-2.0
package org.gittheta.cli.command;

import java.io.IOException;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.gittheta.cli.CommandContext;
import org.gittheta.cli.ExitCode;
import org.gittheta.cli.Json;
import org.gittheta.cli.jj.JjCheckpoint;
import org.gittheta.cli.jj.JjFiles;
import org.gittheta.cli.jj.JjStubs;
import org.gittheta.cli.jj.JjWorkspace;
import org.gittheta.cli.repository.BlobContent;
import org.gittheta.cli.repository.Sizes;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * Names checkpoints that jj has without a stub.
 *
 * <p>With {@code --json} it writes an array of {@code {"path": "m.safetensors", "bytes": 123, "committed": true}}.
 */
@Command(
        name = "check",
        description = {
            "Names tracked checkpoints that jj's working-copy commit has as they are, or would have with jj's next"
                    + " command, and exits with 1 if there are any.",
            "It looks at the working copy without letting jj take it into the commit first."
        },
        mixinStandardHelpOptions = true,
        footerHeading = "%nExamples:%n",
        footer = {"  git theta jj check", "  git theta jj check --fix"})
public final class JjCheckCommand implements Callable<Integer> {
    private final CommandContext context;

    @Option(names = "--fix", description = "Store them, and put their stubs into the commit; the files stay.")
    private boolean isFixed;

    @Option(
            names = {"-n", "--dry-run"},
            description = "With --fix: change nothing.")
    private boolean isDry;

    @Option(names = "--json", description = "Print the result as JSON.")
    private boolean isJson;

    /** Takes the world that the command runs in. */
    public JjCheckCommand(CommandContext context) {
        this.context = context;
    }

    @Override
    public Integer call() throws IOException {
        try (JjWorkspace workspace = JjWorkspace.of(context)) {
            JjFiles files = JjFiles.of(workspace);
            List<JjCheckpoint> raw =
                    files.checkpoints().stream().filter(JjCheckpoint::isRaw).toList();
            boolean fixes = isFixed && !isDry && !raw.isEmpty();
            if (fixes) {
                new JjStubs(workspace, files)
                        .place(Set.of(), raw.stream().map(JjCheckpoint::path).collect(Collectors.toSet()));
            }
            report(raw, fixes);
            return raw.isEmpty() || fixes ? 0 : ExitCode.NEGATIVE.number();
        }
    }

    private void report(List<JjCheckpoint> raw, boolean fixes) throws IOException {
        if (isJson) {
            Json.write(context.out(), json -> {
                json.writeStartArray();
                for (JjCheckpoint checkpoint : raw) {
                    json.writeStartObject();
                    json.writeStringField("path", checkpoint.path());
                    json.writeNumberField("bytes", checkpoint.rawBytes());
                    json.writeBooleanField("committed", checkpoint.committed() instanceof BlobContent.Raw);
                    json.writeEndObject();
                }
                json.writeEndArray();
            });
            return;
        }
        for (JjCheckpoint checkpoint : raw) {
            String what = checkpoint.committed() instanceof BlobContent.Raw
                    ? "is in the working-copy commit as it is"
                    : "would be in the working-copy commit as it is";
            context.out()
                    .println(checkpoint.path() + " (" + Sizes.of(checkpoint.rawBytes()) + ") "
                            + (fixes ? "was replaced by its stub" : what));
        }
        if (raw.isEmpty()) {
            context.out().println("The working-copy commit has stubs for all checkpoints");
        } else if (!fixes) {
            context.err().println("git theta: 'git theta jj check --fix' puts their stubs there");
        }
    }
}
