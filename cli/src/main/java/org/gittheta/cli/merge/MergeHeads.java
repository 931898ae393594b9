// SPDX-License-Identifier: Apache-2.0
package org.gittheta.cli.merge;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.gittheta.cli.CommandException;
import org.gittheta.cli.ExitCode;
import org.gittheta.storage.repository.Git;

/**
 * Names what is merged into HEAD.
 *
 * @param head the commit of HEAD
 * @param names what the person called them, without those that another has or HEAD has, unless that leaves none
 * @param commits their commits
 */
public record MergeHeads(String head, List<String> names, List<String> commits) {
    /** Copies the lists. */
    public MergeHeads {
        names = List.copyOf(names);
        commits = List.copyOf(commits);
    }

    /** Finds the commits. */
    public static MergeHeads of(Git git, List<String> branches) throws IOException {
        String head = commit(git, "HEAD");
        List<String> commits = new ArrayList<>();
        for (String branch : branches) {
            commits.add(commit(git, branch));
        }
        if (branches.size() == 1) {
            return new MergeHeads(head, branches, commits);
        }
        List<String> command = new ArrayList<>(List.of("merge-base", "--independent", head));
        command.addAll(commits);
        List<String> independent =
                git.run(command.toArray(String[]::new)).text().lines().toList();
        List<String> names = new ArrayList<>();
        List<String> kept = new ArrayList<>();
        for (int i = 0; i < branches.size(); i++) {
            String one = commits.get(i);
            if (independent.contains(one) && !one.equals(head) && !kept.contains(one)) {
                names.add(branches.get(i));
                kept.add(one);
            }
        }
        if (kept.isEmpty()) {
            return new MergeHeads(head, branches.subList(0, 1), commits.subList(0, 1));
        }
        return new MergeHeads(head, names, kept);
    }

    private static String commit(Git git, String revision) throws IOException {
        Git.Output output = git.attempt(
                new byte[0], "rev-parse", "--verify", "-q", (revision.equals("-") ? "@{-1}" : revision) + "^{commit}");
        if (output.exitCode() != 0) {
            throw new CommandException(ExitCode.USAGE, "there is no commit '" + revision + "'");
        }
        return output.line();
    }

    /** Returns all commits, that of HEAD first. */
    public List<String> withOurs() {
        List<String> all = new ArrayList<>(List.of(head));
        all.addAll(commits);
        return all;
    }

    /** Returns the commit that all come from. */
    public String base(Git git) throws IOException {
        List<String> command = new ArrayList<>(List.of("merge-base", "--octopus"));
        command.addAll(withOurs());
        Git.Output output = git.attempt(new byte[0], command.toArray(String[]::new));
        if (output.exitCode() != 0) {
            throw new CommandException(
                    ExitCode.USAGE, "there is no commit that HEAD and " + String.join(", ", names) + " come from");
        }
        return output.line();
    }

    /** Returns the message that git would give a merge of them. */
    public String message(Git git) throws IOException {
        StringBuilder heads = new StringBuilder();
        for (int i = 0; i < names.size(); i++) {
            boolean isBranch = git.attempt(new byte[0], "show-ref", "--verify", "--quiet", "refs/heads/" + names.get(i))
                            .exitCode()
                    == 0;
            heads.append(commits.get(i)).append("\t\t").append(isBranch ? "branch" : "commit");
            heads.append(" '").append(names.get(i)).append("' of .\n");
        }
        return git.run(heads.toString().getBytes(StandardCharsets.UTF_8), "fmt-merge-msg")
                .text();
    }
}
