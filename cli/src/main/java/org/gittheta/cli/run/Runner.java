// SPDX-License-Identifier: Apache-2.0
package org.gittheta.cli.run;

import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.gittheta.cli.CommandContext;
import org.gittheta.cli.CommandException;
import org.gittheta.cli.ExitCode;
import org.gittheta.cli.checkout.CheckoutRun;
import org.gittheta.cli.process.ChildCommand;
import org.gittheta.cli.repository.CommandSettings;
import org.gittheta.cli.repository.TrackedFile;
import org.gittheta.cli.repository.TrackedFiles;
import org.gittheta.cli.repository.Worktree;
import org.gittheta.cli.worktree.MissingSubmodules;
import org.gittheta.storage.digest.Sha256Digest;
import org.gittheta.storage.repository.Git;

/** Runs a command and commits what it changed, with a record of how. */
public final class Runner {
    private final CommandContext context;
    private final Worktree worktree;
    private final Git git;

    /** Takes the world and the worktree. */
    public Runner(CommandContext context, Worktree worktree) {
        this.context = context;
        this.worktree = worktree;
        this.git = new Git(worktree.top(), context.git().environment());
    }

    /** Returns what a run would do. */
    public RunPlan plan(RunRequest request, String pwd) throws IOException {
        return new RunPlanner(git, worktree.top()).plan(request, pwd);
    }

    /** Returns the folder that commands run in unless a record says otherwise. */
    public String folder() {
        String prefix = worktree.prefix();
        return prefix.isEmpty() ? "." : prefix.substring(0, prefix.length() - 1);
    }

    /**
     * Refuses to begin with changes whose origin the record would not tell.
     *
     * @param known changes that are known of and stay out
     */
    public void requireClean(Changes known) throws IOException {
        List<String> dirty = Changes.of(git).since(known);
        if (!dirty.isEmpty()) {
            throw new CommandException(
                    ExitCode.NEGATIVE,
                    "the worktree has changes (" + dirty.get(0) + (dirty.size() > 1 ? ", …" : "")
                            + "), which would be taken for the command's: commit them, or use --explicit");
        }
    }

    /** Returns the id of the DataLad dataset that the worktree is, if it is one. */
    public Optional<String> dsid() throws IOException {
        return new RunPlanner(git, worktree.top()).dsid();
    }

    /** Refuses to begin with staged changes, which would be committed with the outputs. */
    public void requireNothingStaged() throws IOException {
        if (git.attempt(new byte[0], "diff", "--cached", "--quiet").exitCode() != 0) {
            throw new CommandException(
                    ExitCode.NEGATIVE,
                    "there are staged changes, which would be committed with the outputs: commit or unstage them");
        }
    }

    /** Returns what is changed now. */
    public Changes changes() throws IOException {
        return Changes.of(git);
    }

    /**
     * Runs and saves.
     *
     * @param known changes that stay out unless the command touches them
     */
    public RunResult run(RunRequest request, String pwd, Changes known) throws IOException {
        RunPlan first = plan(request, pwd);
        boolean isMore = new MissingSubmodules(git, worktree.top()).checkOut(named(request, first));
        RunPlan plan = isMore ? plan(request, pwd) : first;
        prepare(request, plan);
        Changes before = request.isExplicit() ? Changes.of(git) : known;
        Optional<String> environment = request.environment().isPresent()
                ? Optional.of(environmentOf(request.environment().get(), plan.folder()))
                : Optional.empty();
        Optional<String> start = id("HEAD");
        Optional<String> branch = branch();
        Instant begin = Instant.now();
        context.out().flush();
        String text = (request.isQuiet() ? "exec 1>&2\n" : "") + plan.text();
        int exit =
                ChildCommand.shell(text, plan.folder(), context.environment()).run();
        Duration duration = Duration.between(begin, Instant.now());
        RunRecord record = plan.record().ended(exit);
        String shown = request.message().orElseGet(() -> shortened(plan.text()));
        String message = message(shown, record, trailers(duration, environment));
        boolean isFailure = exit != 0
                && !(request.expectedExit().isPresent()
                        && request.expectedExit().getAsInt() == exit);
        if (!branch().equals(branch)) {
            return new RunResult(exit, true, Optional.empty(), shown, keep(message, "the command switched branches"));
        }
        if (isFailure && !request.isSavedOnFailure()) {
            String why = exit == ChildCommand.NOT_FOUND
                    ? "the command does not exist here (" + exit + ")"
                    : "the command ended with " + exit;
            return new RunResult(exit, true, Optional.empty(), shown, keep(message, why));
        }
        try {
            Optional<String> commit = new RunSave(git, message).commit(before, wanted(request, plan), start);
            return new RunResult(exit, isFailure, commit, shown, "");
        } catch (IOException e) {
            throw new IOException(keep(message, "saving failed: " + e.getMessage()), e);
        }
    }

    /** Keeps the message for whoever wants to save after all, and says how. */
    private String keep(String message, String why) throws IOException {
        Path file = context.repository().runMessage();
        Files.createDirectories(file.getParent());
        Files.writeString(file, message);
        return why + "; nothing was saved and its files stay: 'git add -A && git commit --cleanup=verbatim -F \"" + file
                + "\"' saves them";
    }

    /** Returns where inputs and outputs are, as far as no pattern leaves that open, unless they are known to be there. */
    private static List<Path> named(RunRequest request, RunPlan plan) {
        List<String> specs = new ArrayList<>();
        if (!request.ready().hasInputs()) {
            specs.addAll(plan.record().inputs());
        }
        if (!request.ready().hasOutputs()) {
            specs.addAll(plan.record().outputs());
        }
        return specs.stream()
                .map(spec -> plan.folder()
                        .resolve(spec.replaceFirst("[*?\\[].*", ""))
                        .normalize())
                .toList();
    }

    private void prepare(RunRequest request, RunPlan plan) throws IOException {
        if (!request.ready().hasInputs()) {
            if (!plan.missing().isEmpty()) {
                throw new CommandException(
                        ExitCode.NEGATIVE, "the input '" + plan.missing().get(0) + "' matches no file");
            }
            List<String> inputs = fromTop(plan.folder(), plan.inputs());
            new Annex(git).get(inputs);
            fill(inputs);
        }
        if (!request.ready().hasOutputs()) {
            List<String> outputs = fromTop(plan.folder(), plan.outputs());
            Set<String> others = new java.util.HashSet<>(outputs);
            others.removeAll(new TrackedFiles(git, "").tracked(outputs));
            new Annex(git).unlock(List.copyOf(others));
        }
    }

    private List<String> fromTop(Path folder, List<String> paths) {
        return paths.stream()
                .map(path -> folder.resolve(path).normalize())
                .filter(path -> path.startsWith(worktree.top()))
                .map(path -> worktree.top().relativize(path).toString())
                .toList();
    }

    /** Writes the checkpoints among the inputs that are still stubs. */
    private void fill(List<String> inputs) throws IOException {
        if (inputs.isEmpty()) {
            return;
        }
        CommandContext top = context.elsewhere(worktree.top());
        Worktree whole = new Worktree(worktree.top(), "", worktree.index());
        List<TrackedFile> files = new TrackedFiles(git.with("GIT_LITERAL_PATHSPECS", "1"), "")
                .inIndex(inputs)
                .checkpoints();
        if (files.isEmpty()) {
            return;
        }
        CheckoutRun run = new CheckoutRun(top, whole, true);
        int exitCode = run.report(run.checkout().fill(files), Optional.empty());
        if (exitCode != 0) {
            throw new CommandException(ExitCode.MISSING_OBJECTS, "not all inputs are here, so nothing was run");
        }
    }

    private Predicate<String> wanted(RunRequest request, RunPlan plan) throws IOException {
        if (!request.isExplicit()) {
            return path -> true;
        }
        // Also what the command has made since, and what it deleted.
        List<String> now =
                new Globs(plan.folder()).find(plan.record().outputs()).paths();
        Set<String> outputs = fromTop(plan.folder(), now).stream().collect(Collectors.toSet());
        outputs.addAll(fromTop(plan.folder(), plan.outputs()));
        boolean isEverything = plan.record().outputs().contains(".");
        return path -> isEverything
                || path.startsWith(".datalad/runinfo/")
                || outputs.stream().anyMatch(output -> path.equals(output) || path.startsWith(output + "/"));
    }

    private String message(String shown, RunRecord record, Map<String, String> trailers) throws IOException {
        String json = RecordJson.write(record);
        CommandSettings settings = CommandSettings.of(context);
        if (settings.flag("theta.run.sidecar")) {
            json = "\"" + Sidecar.id(json) + "\"";
            new Sidecar(recordFolder()).write(RecordJson.write(record));
        }
        return new RunMessage(shown, json).text(trailers);
    }

    private Path recordFolder() throws IOException {
        return worktree.top()
                .resolve(CommandSettings.of(context).text("datalad.run.record-directory", ".datalad/runinfo"));
    }

    /** Returns the record of a commit that a run made, wherever it is. */
    public RunRecord record(RunMessage message) throws IOException {
        Optional<String> sidecar = message.sidecar();
        return RecordJson.read(
                sidecar.isPresent() ? new Sidecar(recordFolder()).read(sidecar.get()) : message.record());
    }

    private String environmentOf(String command, Path folder) throws IOException {
        Git.Output output = new Git(folder, context.environment()).shell(command);
        if (output.exitCode() != 0) {
            throw new CommandException(
                    ExitCode.NEGATIVE, "the command of --env ended with " + output.exitCode() + ", so nothing was run");
        }
        return "sha256:" + Sha256Digest.of(output.bytes());
    }

    private static Map<String, String> trailers(Duration duration, Optional<String> environment) {
        Map<String, String> trailers = new LinkedHashMap<>();
        trailers.put("Theta-Run-Duration", String.format(Locale.ROOT, "%.1f s", duration.toMillis() / 1000.0));
        trailers.put("Theta-Run-Host", host());
        environment.ifPresent(hash -> trailers.put("Theta-Run-Environment", hash));
        return trailers;
    }

    /** Returns the name of this machine. */
    public static String host() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            return "localhost";
        }
    }

    private static String shortened(String text) {
        String line = text.strip().replaceAll("\\s+", " ");
        return line.length() <= 50 ? line : line.substring(0, 49) + "…";
    }

    private Optional<String> id(String revision) throws IOException {
        Git.Output output = git.attempt(new byte[0], "rev-parse", "--verify", "--quiet", revision);
        return output.exitCode() == 0 ? Optional.of(output.line()) : Optional.empty();
    }

    private Optional<String> branch() throws IOException {
        Git.Output output = git.attempt(new byte[0], "symbolic-ref", "--quiet", "HEAD");
        return output.exitCode() == 0 ? Optional.of(output.line()) : Optional.empty();
    }
}
