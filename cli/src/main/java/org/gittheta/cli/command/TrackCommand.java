// SPDX-License-Identifier: Apache-2.0
package org.gittheta.cli.command;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.gittheta.cli.CommandContext;
import org.gittheta.cli.CommandException;
import org.gittheta.cli.ExitCode;
import org.gittheta.cli.Json;
import org.gittheta.cli.attributes.AnnexAttributes;
import org.gittheta.cli.attributes.AttributeLine;
import org.gittheta.cli.attributes.AttributesFile;
import org.gittheta.cli.attributes.AttributesSources;
import org.gittheta.cli.attributes.AttributesText;
import org.gittheta.cli.attributes.PatternMatches;
import org.gittheta.cli.repository.Sizes;
import org.gittheta.cli.repository.Worktree;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/**
 * Hands files to git theta by a pattern in {@code .gitattributes}, or lists the patterns.
 *
 * <p>With {@code --json} the list is an array of {@code {"pattern": "*.bin", "source": ".gitattributes", "line": 1}}.
 */
@Command(
        name = "track",
        description = "Tracks checkpoints by a pattern in the .gitattributes of this folder, or lists the patterns.",
        mixinStandardHelpOptions = true,
        customSynopsis = {
            "git theta track [--json]                   list the patterns",
            "git theta track [--dry-run] PATTERN...     track files"
        },
        footerHeading = "%nExamples:%n",
        footer = {"  git theta track '*.safetensors'", "  git theta track 'models/**/*.bin'"})
public final class TrackCommand implements Callable<Integer> {
    static final String FILE = ".gitattributes";
    private static final int MOST_SHOWN = 10;

    private final CommandContext context;

    @Option(
            names = {"-n", "--dry-run"},
            description = "Say what would be done and change nothing.")
    private boolean isDry;

    @Option(names = "--json", description = "Write the list of patterns as JSON.")
    private boolean isJson;

    @Parameters(paramLabel = "PATTERN", description = "A file or a pattern as in .gitattributes.")
    private List<String> patterns = new ArrayList<>();

    /** Takes the world that the command runs in. */
    public TrackCommand(CommandContext context) {
        this.context = context;
    }

    @Override
    public Integer call() throws IOException {
        Worktree worktree = Worktree.of(context);
        if (patterns.isEmpty()) {
            list(worktree);
        } else {
            track(worktree);
        }
        return 0;
    }

    private void list(Worktree worktree) throws IOException {
        record Tracked(String pattern, String source, int line) {}
        List<Tracked> found = new ArrayList<>();
        for (Map.Entry<String, Path> source :
                AttributesSources.of(context, worktree).entrySet()) {
            for (AttributesText.Numbered at :
                    AttributesFile.read(source.getValue().toRealPath()).attributeLines()) {
                if (at.line().isOurs()) {
                    found.add(new Tracked(at.line().pattern(), source.getKey(), at.number()));
                }
            }
        }
        if (!isJson) {
            Table.print(
                    context.out(),
                    found.stream().map(t -> List.of(t.pattern(), t.source())).toList());
            return;
        }
        Json.write(context.out(), json -> {
            json.writeStartArray();
            for (Tracked tracked : found) {
                json.writeStartObject();
                json.writeStringField("pattern", tracked.pattern());
                json.writeStringField("source", tracked.source());
                json.writeNumberField("line", tracked.line());
                json.writeEndObject();
            }
            json.writeEndArray();
        });
    }

    private void track(Worktree worktree) throws IOException {
        AttributesFile file = AttributesFile.read(context.directory().resolve(FILE));
        PatternMatches matches = new PatternMatches(context.git(), worktree.prefix());
        List<PatternMatches.Match> unconverted = new ArrayList<>();
        boolean changed = false;
        for (String given :
                patterns.stream().map(TrackCommand::checked).distinct().toList()) {
            List<PatternMatches.Match> matching = matches.of(given);
            refuseLfs(given, file, matching);
            changed |= track(given, file);
            matching.stream().filter(match -> !match.filter().equals("theta")).forEach(unconverted::add);
        }
        if (changed && !isDry) {
            file.write();
        }
        if (!isDry) {
            if (AnnexAttributes.isNeeded(context.git())) {
                AnnexAttributes annex = new AnnexAttributes(context.repository().infoAttributes());
                for (String given : patterns) {
                    annex.add(worktree.prefix(), checked(given));
                }
            }
            HookReport.installed(context);
        }
        suggest(unconverted.stream().map(PatternMatches.Match::path).distinct().toList());
    }

    private boolean track(String pattern, AttributesFile file) {
        Optional<AttributeLine> same = file.attributeLines().stream()
                .map(AttributesText.Numbered::line)
                .filter(line -> line.isOurs() && line.pattern().equals(pattern))
                .findFirst();
        if (same.isPresent() && same.get().attributes().containsAll(AttributeLine.OURS)) {
            context.out().println("\"" + pattern + "\" is already tracked");
            return false;
        }
        if (same.isPresent()) {
            file.replaceEach(line -> Optional.of(line.equals(same.get()) ? line.complete() : line));
        } else {
            file.append(AttributeLine.tracking(pattern));
        }
        context.out().println((isDry ? "Would track \"" : "Tracking \"") + pattern + "\"");
        return true;
    }

    /** Returns a pattern without what git does not understand in it. */
    static String checked(String given) {
        String pattern = given;
        while (pattern.startsWith("./")) {
            pattern = pattern.substring(2);
        }
        if (pattern.isEmpty() || pattern.equals(".")) {
            throw new CommandException(ExitCode.USAGE, "the pattern is empty: name files, such as '*.safetensors'");
        }
        if (pattern.endsWith("/")) {
            throw new CommandException(
                    ExitCode.USAGE,
                    "a pattern that ends with '/' matches no file: write '" + pattern + "**' for all in that folder");
        }
        if (pattern.startsWith("../") || pattern.contains("/../")) {
            throw new CommandException(
                    ExitCode.USAGE, "a pattern cannot leave its folder: run this in the folder that holds " + given);
        }
        return pattern;
    }

    private static void refuseLfs(String pattern, AttributesFile file, List<PatternMatches.Match> matching) {
        boolean same = file.attributeLines().stream()
                .map(AttributesText.Numbered::line)
                .filter(line -> line.pattern().equals(pattern))
                .reduce((first, second) -> second)
                .flatMap(AttributeLine::filter)
                .filter("lfs"::equals)
                .isPresent();
        Optional<String> match = matching.stream()
                .filter(one -> one.filter().equals("lfs"))
                .map(PatternMatches.Match::path)
                .findFirst();
        if (same || match.isPresent()) {
            String who = match.map(path -> "git-lfs has " + path).orElse("git-lfs has \"" + pattern + "\"");
            throw new CommandException(
                    ExitCode.NEGATIVE,
                    who + ": to move, run 'git lfs untrack' for its pattern, then 'git theta track "
                            + ShellWord.of(pattern) + "', then 'git add --renormalize .'; nothing was changed");
        }
    }

    private void suggest(List<String> paths) {
        if (paths.isEmpty()) {
            return;
        }
        String names = paths.size() > MOST_SHOWN
                ? "."
                : paths.stream().map(ShellWord::of).collect(Collectors.joining(" "));
        context.out()
                .println(Sizes.count(paths.size(), "file") + " in the index already matched; to convert, run 'git add"
                        + " --renormalize " + names + "'");
    }
}
