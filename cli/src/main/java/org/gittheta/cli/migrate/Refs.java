// SPDX-License-Identifier: Apache-2.0
package org.gittheta.cli.migrate;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.gittheta.cli.CommandException;
import org.gittheta.cli.ExitCode;
import org.gittheta.storage.repository.Git;

/**
 * Reads and moves branches and tags.
 *
 * <p>What a ref was before a migration is kept below {@code refs/theta/original/STAMP/}, where the rest of the name is that
 * of the ref without {@code refs/}.
 */
final class Refs {
    /** Where the refs from before migrations are. */
    static final String ORIGINAL = "refs/theta/original/";

    private static final String ALL = "refs/";
    private static final DateTimeFormatter STAMP =
            DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);

    private final Git git;

    Refs(Git git) {
        this.git = git;
    }

    /** Moves one ref from one object to another. */
    record Move(String ref, String from, String to) {}

    /** Returns the objects of all branches and tags that lead to a commit. */
    Map<String, String> all() throws IOException {
        Map<String, String> refs = new LinkedHashMap<>();
        String format = "--format=%(refname) %(objectname) %(symref)";
        for (String line : git.run("for-each-ref", format, "refs/heads", "refs/tags")
                .text()
                .lines()
                .toList()) {
            String[] words = line.split(" ", -1);
            // A symbolic ref moves with the one that it names.
            if (words[2].isEmpty()) {
                refs.put(words[0], words[1]);
            }
        }
        refs.keySet().retainAll(commits(refs.keySet()).keySet());
        return refs;
    }

    /** Returns the objects of branches and tags that a person named; of the current branch if none is. */
    Map<String, String> named(List<String> words) throws IOException {
        Map<String, String> refs = new LinkedHashMap<>();
        for (String word : words.isEmpty() ? List.of("HEAD") : words) {
            Git.Output full =
                    git.attempt(new byte[0], "rev-parse", "--symbolic-full-name", "--verify", "--quiet", word);
            String ref = full.line();
            if (full.exitCode() != 0 || !(ref.startsWith("refs/heads/") || ref.startsWith("refs/tags/"))) {
                throw new CommandException(
                        ExitCode.USAGE,
                        word.equals("HEAD")
                                ? "no branch is checked out here that has a commit: name the branches and tags to rewrite"
                                : "'" + word + "' is no branch or tag of this repository: only those can be rewritten");
            }
            refs.put(ref, git.run("rev-parse", "--verify", ref).line());
        }
        refs.keySet().retainAll(commits(refs.keySet()).keySet());
        return refs;
    }

    /** Returns the commits that refs lead to, without those that lead to none. */
    Map<String, String> commits(Iterable<String> refs) throws IOException {
        StringBuilder question = new StringBuilder();
        List<String> order = new ArrayList<>();
        for (String ref : refs) {
            question.append(ref).append("^{commit}\n");
            order.add(ref);
        }
        Map<String, String> commits = new LinkedHashMap<>();
        if (order.isEmpty()) {
            return commits;
        }
        List<String> answers = git.run(
                        question.toString().getBytes(StandardCharsets.UTF_8), "cat-file", "--batch-check")
                .text()
                .lines()
                .toList();
        for (int i = 0; i < order.size(); i++) {
            String[] words = answers.get(i).split(" ", -1);
            if (words.length == 3 && words[1].equals("commit")) {
                commits.put(order.get(i), words[0]);
            }
        }
        return commits;
    }

    /** Returns a name for a migration that begins now. */
    String newStamp() throws IOException {
        String now = STAMP.format(Instant.now());
        String stamp = now;
        for (int i = 2; originals().containsKey(stamp); i++) {
            stamp = now + "-" + i;
        }
        return stamp;
    }

    /** Returns what refs were before each migration, by its stamp, the oldest first. */
    SortedMap<String, Map<String, String>> originals() throws IOException {
        SortedMap<String, Map<String, String>> originals = new TreeMap<>();
        git.run("for-each-ref", "--format=%(refname) %(objectname)", ORIGINAL)
                .text()
                .lines()
                .forEach(line -> {
                    String name = line.substring(ORIGINAL.length(), line.indexOf(' '));
                    int slash = name.indexOf('/');
                    originals
                            .computeIfAbsent(name.substring(0, slash), stamp -> new LinkedHashMap<>())
                            .put(ALL + name.substring(slash + 1), line.substring(line.indexOf(' ') + 1));
                });
        return originals;
    }

    /**
     * Moves refs and notes what they were, all in one transaction: git works in the order of the lines, so that when it is
     * killed at it, what they were is noted of all that have moved.
     */
    void migrate(String stamp, List<Move> moves, String reason) throws IOException {
        StringBuilder script = new StringBuilder("start\n");
        moves.forEach(move -> script.append("create ")
                .append(original(stamp, move.ref()))
                .append(' ')
                .append(move.from())
                .append('\n'));
        update(script, moves);
        commit(script, reason);
    }

    /** Moves refs back and forgets what they were, all in one transaction. */
    void undo(String stamp, List<Move> moves, String reason) throws IOException {
        StringBuilder script = new StringBuilder("start\n");
        update(script, moves);
        moves.forEach(move -> script.append("delete ")
                .append(original(stamp, move.ref()))
                .append(' ')
                .append(move.to())
                .append('\n'));
        commit(script, reason);
    }

    private static void update(StringBuilder script, List<Move> moves) {
        moves.forEach(move -> script.append("update ")
                .append(move.ref())
                .append(' ')
                .append(move.to())
                .append(' ')
                .append(move.from())
                .append('\n'));
    }

    /** Without the last line git drops all: a process that is killed while it writes changes nothing. */
    private void commit(StringBuilder script, String reason) throws IOException {
        script.append("prepare\ncommit\n");
        Git.Output output =
                git.attempt(script.toString().getBytes(StandardCharsets.UTF_8), "update-ref", "-m", reason, "--stdin");
        if (output.exitCode() != 0) {
            throw new CommandException(
                    ExitCode.ENVIRONMENT,
                    "the refs could not be moved, and nothing was changed: "
                            + output.errors().strip());
        }
    }

    private static String original(String stamp, String ref) {
        return ORIGINAL + stamp + "/" + ref.substring(ALL.length());
    }
}
