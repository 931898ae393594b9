// SPDX-License-Identifier: Apache-2.0
package org.gittheta.cli.command;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.gittheta.cli.CommandContext;
import org.gittheta.cli.CommandException;
import org.gittheta.cli.ExitCode;
import org.gittheta.cli.Json;
import org.gittheta.cli.checkout.Dematerialiser;
import org.gittheta.cli.repository.Sizes;
import org.gittheta.cli.repository.TrackedFile;
import org.gittheta.cli.repository.TrackedFiles;
import org.gittheta.cli.repository.Worktree;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/**
 * Turns checkpoints back into stubs.
 *
 * <p>With {@code --json} it writes an array of {@code {"path": "m.safetensors", "bytes": 123}}.
 */
@Command(
        name = "dematerialise",
        description = {
            "Turns checkpoints of this worktree back into stubs, to free the space.",
            "Each must be as the index has it. If its objects are in the store, they are all read first; if not, a"
                    + " remote must say that it has them. 'git theta checkout' writes the checkpoints again."
        },
        mixinStandardHelpOptions = true,
        footerHeading = "%nExamples:%n",
        footer = {"  git theta dematerialise old.safetensors", "  git theta dematerialise --dry-run ."})
public final class DematerialiseCommand implements Callable<Integer> {
    private final CommandContext context;

    @Option(
            names = {"-n", "--dry-run"},
            description = "Say what would become a stub, and change nothing.")
    private boolean isDry;

    @Option(names = "--json", description = "Print the result as JSON.")
    private boolean isJson;

    @Parameters(paramLabel = "PATH", arity = "1..*", description = "Files or pathspecs.")
    private List<String> paths = new ArrayList<>();

    /** Takes the world that the command runs in. */
    public DematerialiseCommand(CommandContext context) {
        this.context = context;
    }

    @Override
    public Integer call() throws IOException {
        Worktree worktree = Worktree.of(context);
        List<TrackedFile> files = new TrackedFiles(context.git(), worktree.prefix())
                .inIndex(paths)
                .checkpoints();
        if (files.isEmpty()) {
            throw new CommandException(
                    ExitCode.USAGE, "'" + String.join(" ", paths) + "' matches no tracked checkpoint");
        }
        List<Dematerialiser.Freed> freed = new Dematerialiser(context, worktree).run(files, isDry);
        if (isJson) {
            Json.write(context.out(), json -> {
                json.writeStartArray();
                for (Dematerialiser.Freed one : freed) {
                    json.writeStartObject();
                    json.writeStringField("path", one.path());
                    json.writeNumberField("bytes", one.bytes());
                    json.writeEndObject();
                }
                json.writeEndArray();
            });
            return 0;
        }
        long bytes = freed.stream().mapToLong(Dematerialiser.Freed::bytes).sum();
        context.out()
                .println(
                        freed.isEmpty()
                                ? "All of them are stubs already"
                                : (isDry ? "Would free " : "Freed ") + Sizes.of(bytes) + ": "
                                        + Sizes.count(freed.size(), "checkpoint"));
        return 0;
    }
}
