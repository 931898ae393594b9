// SPDX-License-Identifier: Apache-2.0
package org.gittheta.cli.run;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.gittheta.cli.process.ShellWords;
import org.gittheta.storage.repository.Git;

/**
 * Expands what a request says.
 *
 * @param git git, in the worktree
 * @param top its topmost folder
 */
public record RunPlanner(Git git, Path top) {
    private static final String SUBSTITUTIONS = "datalad.run.substitutions.";

    /**
     * Plans a run.
     *
     * @param pwd the folder to run in, from the top
     */
    public RunPlan plan(RunRequest request, String pwd) throws IOException {
        Path folder = top.resolve(pwd).normalize();
        if (!folder.startsWith(top)) {
            throw new MalformedRecordException("the run record's folder " + pwd + " is outside the repository");
        }
        if (!Files.isDirectory(folder)) {
            throw new MalformedRecordException("the folder " + pwd + " of the run is not there");
        }
        Map<String, List<String>> values = substitutions();
        Placeholders before = new Placeholders(values);
        List<String> inputs = specs(request.inputs(), before, folder);
        List<String> outputs = specs(request.outputs(), before, folder);
        List<String> extra = specs(request.extraInputs(), before, folder);
        Globs globs = new Globs(folder);
        Globs.Found in = globs.find(inputs);
        Globs.Found out = globs.find(outputs);
        values.put("inputs", in.paths().stream().map(ShellWords::quote).toList());
        values.put("outputs", out.paths().stream().map(ShellWords::quote).toList());
        values.put("pwd", List.of(folder.toString()));
        values.put("dspath", List.of(top.toString()));
        String text = request.command().shellText();
        values.put("tmpdir", List.of(text.contains("{tmpdir}") ? temporary() : ""));
        RunRecord record = new RunRecord(
                request.chain(), request.command(), dsid(), OptionalInt.empty(), extra, inputs, outputs, pwd);
        return new RunPlan(folder, new Placeholders(values).expand(text), in.paths(), out.paths(), in.misses(), record);
    }

    private static List<String> specs(List<String> specs, Placeholders values, Path folder) {
        return specs.stream()
                .map(spec -> spec.indexOf('{') < 0 ? spec : values.expand(spec))
                .map(spec ->
                        spec.startsWith("/") ? folder.relativize(Path.of(spec)).toString() : spec)
                .toList();
    }

    private static String temporary() throws IOException {
        return Files.createTempDirectory("git-theta-run-").toString();
    }

    private Map<String, List<String>> substitutions() throws IOException {
        Map<String, List<String>> values = new HashMap<>();
        Path shared = top.resolve(".datalad").resolve("config");
        if (Files.isRegularFile(shared)) {
            add(values, git.attempt(new byte[0], "config", "-f", shared.toString(), "-z", "--get-regexp", pattern()));
        }
        add(values, git.attempt(new byte[0], "config", "-z", "--get-regexp", pattern()));
        return values;
    }

    private static String pattern() {
        return "^" + SUBSTITUTIONS.replace(".", "\\.");
    }

    private static void add(Map<String, List<String>> values, Git.Output output) {
        for (String part : output.parts()) {
            int end = part.indexOf('\n');
            if (end > 0) {
                values.put(part.substring(SUBSTITUTIONS.length(), end), List.of(part.substring(end + 1)));
            }
        }
    }

    /** Returns the id of the DataLad dataset that the repository is, if it is one. */
    public Optional<String> dsid() throws IOException {
        Path config = top.resolve(".datalad").resolve("config");
        if (!Files.isRegularFile(config)) {
            return Optional.empty();
        }
        Git.Output id = git.attempt(new byte[0], "config", "-f", config.toString(), "--get", "datalad.dataset.id");
        return id.exitCode() == 0 ? Optional.of(id.line()) : Optional.empty();
    }
}
