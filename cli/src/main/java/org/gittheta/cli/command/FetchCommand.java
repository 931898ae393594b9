// SPDX-License-Identifier: Apache-2.0
package org.gittheta.cli.command;

import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.function.Predicate;
import org.gittheta.cli.CommandContext;
import org.gittheta.cli.CommandException;
import org.gittheta.cli.ExitCode;
import org.gittheta.cli.repository.OpenRepository;
import org.gittheta.cli.repository.RevisionAndPaths;
import org.gittheta.cli.repository.Sizes;
import org.gittheta.lfs.fetch.RecentCommits;
import org.gittheta.lfs.history.StubVisitor;
import org.gittheta.lfs.history.StubWalk;
import org.gittheta.storage.object.FileObjectStore;
import org.gittheta.storage.object.StoredObject;
import org.gittheta.storage.repository.Git;
import org.gittheta.storage.tensor.NameGlob;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Downloads the objects of stubs and writes no file. */
@Command(
        name = "fetch",
        description = "Downloads the objects that checkpoints need, and leaves the working files as they are.",
        mixinStandardHelpOptions = true,
        footerHeading = "%nExamples:%n",
        footer = {
            "  git theta fetch                     what the checkpoints of HEAD need",
            "  git theta fetch main v1.0           what those of two revisions need",
            "  git theta fetch --all               what every commit needs",
            "  git theta fetch --recent            what branches need that were worked on lately",
            "  git theta fetch HEAD:m.safetensors --parameters 'encoder.layer.0.*'"
        })
public final class FetchCommand implements Callable<Integer> {
    private final CommandContext context;

    @Option(names = "--all", description = "Everything that is reachable from any ref.")
    private boolean all;

    @Option(
            names = "--recent",
            description =
                    "Also what recent commits need, as lfs.fetchrecentrefsdays and its like in git-lfs-config(5) say.")
    private boolean recent;

    @Option(names = "--parameters", paramLabel = "GLOB", description = "Only parameters whose name matches.")
    private String glob = "*";

    @Option(
            names = {"-n", "--dry-run"},
            description = "Say what would be downloaded.")
    private boolean isDry;

    @Parameters(paramLabel = "REV|REV:PATH", description = "Revisions, or checkpoints in them; HEAD by default.")
    private List<String> words = new ArrayList<>();

    /** Takes the world that the command runs in. */
    public FetchCommand(CommandContext context) {
        this.context = context;
    }

    @Override
    public Integer call() throws IOException {
        context.repository();
        Predicate<String> names = NameGlob.of(glob);
        Set<StoredObject> wanted = new LinkedHashSet<>();
        StubVisitor gather = found -> {
            if (glob.equals("*")) {
                wanted.addAll(found.stub().objects());
                return;
            }
            found.stub().parameters().stream()
                    .filter(parameter -> names.test(parameter.name().text()))
                    .forEach(
                            parameter -> parameter.encoding().allSlices().forEach(slice -> wanted.add(slice.object())));
        };
        StubWalk walk = new StubWalk(context.git());
        if (all) {
            walk.reachable(List.of("--all"), gather);
        }
        for (String word : words.isEmpty() && !all ? List.of("HEAD") : words) {
            gather(word, walk, gather);
        }
        if (recent) {
            List<String> commits = new ArrayList<>(List.of("--no-walk"));
            commits.addAll(new RecentCommits(context.git()).since(Instant.now()));
            walk.reachable(commits, gather);
        }
        return fetch(wanted);
    }

    private void gather(String word, StubWalk walk, StubVisitor gather) throws IOException {
        int colon = word.indexOf(':');
        if (colon < 0) {
            if (!RevisionAndPaths.isRevision(context, word)) {
                throw new CommandException(ExitCode.USAGE, "git knows no commit '" + word + "'");
            }
            walk.reachable(List.of("--no-walk", word), gather);
            return;
        }
        Git.Output blob = context.git().attempt(new byte[0], "rev-parse", "--verify", "--quiet", word);
        if (blob.exitCode() != 0) {
            throw new CommandException(ExitCode.USAGE, "git knows no '" + word + "'");
        }
        walk.blobs(Map.of(blob.line(), word.substring(colon + 1)), gather);
    }

    private int fetch(Set<StoredObject> wanted) throws IOException {
        var repository = OpenRepository.of(context);
        FileObjectStore store = repository.store();
        Set<StoredObject> absent = store.absent(wanted);
        String size = Sizes.count(absent.size(), "object") + " ("
                + Sizes.of(absent.stream().mapToLong(StoredObject::size).sum()) + ")";
        if (isDry) {
            context.out().println("Would download " + size);
            return 0;
        }
        repository.source().require(absent);
        context.out().println(absent.isEmpty() ? "Nothing to download" : "Downloaded " + size);
        return 0;
    }
}
