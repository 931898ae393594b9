// SPDX-License-Identifier: Apache-2.0
package org.gittheta.cli.command;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.gittheta.cli.CommandContext;
import org.gittheta.cli.CommandException;
import org.gittheta.cli.ExitCode;
import org.gittheta.cli.Json;
import org.gittheta.cli.worktree.IdeaMaker;
import org.gittheta.cli.worktree.IdeaPlan;
import org.gittheta.cli.worktree.NestedTrees;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/**
 * Makes a worktree for each idea.
 *
 * <p>With {@code --json} it writes an array of {@code {"name": "lora", "branch": "feat/lora", "path": "/work/lora"}}.
 */
@Command(
        name = "add",
        description = {
            "Makes a worktree for each name, beside the main one, on a new branch.",
            "The branch is theta.worktree.branchPrefix (feat/) and the name; the folder lies in"
                    + " theta.worktree.directory (..), seen from the main worktree. theta.worktree.setup is a command that"
                    + " then prepares it, once; theta.worktree.link names folders of the main worktree that it shares"
                    + " (results, if the main one has it and git does not track it)."
        },
        mixinStandardHelpOptions = true,
        footerHeading = "%nExamples:%n",
        footer = {
            "  git theta worktree add lora full distilled",
            "  git theta worktree add --from v1.0 --lazy ablation    stubs instead of checkpoints",
            "  git theta worktree add --recursive study              with its submodules",
            "  git theta worktree add --setup 'uv sync' --link data lora"
        })
public final class WorktreeAddCommand implements Callable<Integer> {
    private final CommandContext context;

    @Spec
    private CommandSpec spec;

    @Option(names = "--from", paramLabel = "REV", description = "The commit to begin at; HEAD by default.")
    private String from = "HEAD";

    @Option(names = "--push", description = "Push the branches and let them follow.")
    private boolean isPushed;

    @Option(names = "--remote", paramLabel = "REMOTE", description = "Where to push; origin by default.")
    private String remote = "origin";

    @Option(names = "--setup", paramLabel = "CMD", description = "Prepare each worktree with this command.")
    private Optional<String> setup = Optional.empty();

    @Option(
            names = "--link",
            paramLabel = "PATH",
            arity = "1",
            description = "Share this folder of the main worktree; may be repeated.")
    private List<String> links = new ArrayList<>();

    @Option(names = "--lazy", description = "Leave stubs; 'git theta checkout' writes the checkpoints later.")
    private boolean isLazy;

    @Option(
            names = "--recursive",
            paramLabel = "GLOB",
            arity = "0..1",
            fallbackValue = IdeaMaker.Nested.ALL,
            description = {
                "Make worktrees of submodules in it, too, of all or of those whose path matches.",
                "Nothing is cloned: they share the repositories of those that are checked out here."
            })
    private Optional<String> nested = Optional.empty();

    @Option(
            names = "--mode",
            paramLabel = "MODE",
            description = {
                "With --recursive: submodules on the new branch (worktree), on none (ephemeral), or on none only if their path",
                "matches theta.nested.readonly (auto, the default; inputs/*)."
            })
    private NestedTrees.Mode mode = NestedTrees.Mode.auto;

    @Option(
            names = {"-n", "--dry-run"},
            description = "Say what would be made, and make nothing.")
    private boolean isDry;

    @Option(names = "--json", description = "Print the result as JSON.")
    private boolean isJson;

    @Parameters(paramLabel = "NAME", arity = "0..*", description = "What to call it.")
    private List<String> names = new ArrayList<>();

    /** Takes the world that the command runs in. */
    public WorktreeAddCommand(CommandContext context) {
        this.context = context;
    }

    @Override
    public Integer call() throws IOException {
        readPattern();
        if (names.isEmpty()) {
            throw new CommandException(ExitCode.USAGE, "a name is missing: 'git theta worktree add NAME'");
        }
        IdeaMaker maker = new IdeaMaker(context);
        IdeaMaker.Request request = new IdeaMaker.Request(
                from,
                isPushed ? Optional.of(remote) : Optional.empty(),
                setup,
                links.isEmpty() ? Optional.empty() : Optional.of(links),
                isLazy,
                nested.map(glob -> new IdeaMaker.Nested(glob, mode)));
        List<IdeaPlan> plans = maker.plan(names, request);
        int exitCode = 0;
        Map<IdeaPlan, List<NestedTrees.Plan>> submodules = new LinkedHashMap<>();
        for (IdeaPlan plan : plans) {
            submodules.put(plan, maker.planNested(plan, request));
            if (!isDry) {
                exitCode = Math.max(exitCode, maker.make(plan, request));
            }
            if (!isJson) {
                context.out().println((isDry ? "Would make " : "Made ") + plan.path() + " on " + plan.branch());
                if (isDry) {
                    submodules.get(plan).forEach(nested -> context.out().println("  " + sentence(nested)));
                }
            }
        }
        if (isJson) {
            Json.write(context.out(), json -> {
                json.writeStartArray();
                for (IdeaPlan plan : plans) {
                    json.writeStartObject();
                    json.writeStringField("name", plan.name());
                    json.writeStringField("branch", plan.branch());
                    json.writeStringField("path", plan.path().toString());
                    json.writeArrayFieldStart("submodules");
                    for (NestedTrees.Plan nested : submodules.get(plan)) {
                        json.writeStartObject();
                        json.writeStringField("path", nested.path());
                        json.writeStringField("branch", nested.branch().orElse(null));
                        json.writeBooleanField("empty", !nested.isHere());
                        json.writeEndObject();
                    }
                    json.writeEndArray();
                    json.writeEndObject();
                }
                json.writeEndArray();
            });
        }
        return exitCode;
    }

    private static String sentence(NestedTrees.Plan nested) {
        if (!nested.isHere()) {
            return nested.path() + " stays empty: it is not checked out here";
        }
        return nested.path() + " on " + nested.branch().orElse("no branch");
    }

    /** Takes what stands behind --recursive for a name, unless a '=' stands between. */
    private void readPattern() {
        List<String> words = spec.commandLine().getParseResult().originalArgs();
        int at = words.indexOf("--recursive");
        if (at >= 0 && at + 1 < words.size() && nested.equals(Optional.of(words.get(at + 1)))) {
            names.add(words.get(at + 1));
            nested = Optional.of(IdeaMaker.Nested.ALL);
        }
    }
}
