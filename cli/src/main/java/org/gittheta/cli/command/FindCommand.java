// SPDX-License-Identifier: Apache-2.0
package org.gittheta.cli.command;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import org.gittheta.cli.CommandContext;
import org.gittheta.cli.ExitCode;
import org.gittheta.cli.Json;
import org.gittheta.cli.OneLine;
import org.gittheta.cli.diff.ChangedFile;
import org.gittheta.cli.history.CommitLog;
import org.gittheta.cli.history.LoggedCommit;
import org.gittheta.cli.history.Wanted;
import org.gittheta.cli.repository.Sizes;
import org.gittheta.lfs.history.FoundStub;
import org.gittheta.lfs.history.StubVisitor;
import org.gittheta.lfs.history.StubWalk;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Finds the commits and files that hold a parameter or a checkpoint. */
@Command(
        name = "find",
        description = {
            "Finds the commits that brought a parameter, by the SHA-256 of its bytes, or a whole checkpoint, by a file.",
            "",
            "It looks at everything that is reachable from a ref, and exits with 1 if nothing is found. Hashes are those that"
                    + " stubs and 'git theta show --json' name; 8 digits are enough."
        },
        mixinStandardHelpOptions = true,
        customSynopsis = "git theta find [--json] HASH|FILE",
        footerHeading = "%nExamples:%n",
        footer = {
            "  git theta find 3f2a77d1",
            "  git theta find ~/Downloads/model.pt",
        })
public final class FindCommand implements Callable<Integer> {
    private final CommandContext context;

    @Option(names = "--json", description = "Write everything as JSON.")
    private boolean isJson;

    @Parameters(paramLabel = "HASH|FILE", description = "The hash of a parameter, or a checkpoint outside of git.")
    private String what;

    /** Takes the world that the command runs in. */
    public FindCommand(CommandContext context) {
        this.context = context;
    }

    /** Is a file of a commit with the parameters that were wanted. */
    private record Found(LoggedCommit commit, String path, List<String> parameters) {}

    @Override
    public Integer call() throws IOException {
        context.repository();
        Wanted wanted = Wanted.of(context, what);
        Map<String, List<String>> blobs = new HashMap<>();
        new StubWalk(context.git()).reachable(List.of("--all"), new StubVisitor() {
            @Override
            public void visit(FoundStub found) {
                List<String> parameters = wanted.in(found.stub());
                if (!parameters.isEmpty()) {
                    blobs.put(found.blob(), parameters);
                }
            }

            @Override
            public void damaged(String blob, String path, String reason) {
                context.err().println(OneLine.of("git theta: passed over the stub of " + path + ": " + reason));
            }
        });
        List<Found> found = new ArrayList<>();
        if (!blobs.isEmpty()) {
            CommitLog.read(context.git(), List.of("--all", "--no-renames", "-m"), commit -> add(found, blobs, commit));
        }
        if (isJson) {
            Json.write(context.out(), json -> write(json, found));
        } else {
            found.forEach(this::print);
        }
        return found.isEmpty() ? ExitCode.NEGATIVE.number() : 0;
    }

    private static void add(List<Found> found, Map<String, List<String>> blobs, LoggedCommit commit) {
        Set<String> seen = new LinkedHashSet<>();
        for (ChangedFile file : commit.files()) {
            List<String> parameters = blobs.get(file.oid());
            // A merge is listed against each of its parents.
            boolean listed = found.stream()
                    .anyMatch(other -> other.commit().id().equals(commit.id())
                            && other.path().equals(file.path()));
            if (parameters != null && !listed && seen.add(file.path())) {
                found.add(new Found(commit, file.path(), parameters));
            }
        }
    }

    private void print(Found found) {
        String parameters = found.parameters().size() > 3
                ? Sizes.count(found.parameters().size(), "parameter")
                : String.join(" ", found.parameters());
        context.out()
                .println(found.commit().id().substring(0, 10) + " "
                        + found.commit().day() + " " + OneLine.of(found.path()) + "  " + parameters);
    }

    private static void write(JsonGenerator json, List<Found> all) throws IOException {
        json.writeStartArray();
        for (Found found : all) {
            json.writeStartObject();
            json.writeStringField("commit", found.commit().id());
            json.writeStringField("date", found.commit().date());
            json.writeStringField("subject", found.commit().subject());
            json.writeStringField("path", found.path());
            Json.strings(json, "parameters", found.parameters());
            json.writeEndObject();
        }
        json.writeEndArray();
    }
}
