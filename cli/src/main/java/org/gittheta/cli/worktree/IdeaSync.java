// SPDX-License-Identifier: Apache-2.0
package org.gittheta.cli.worktree;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.gittheta.cli.CommandException;
import org.gittheta.cli.ExitCode;
import org.gittheta.cli.checkout.SkipSmudge;
import org.gittheta.storage.repository.Git;

/** Brings a worktree to where its branch is, and its branch to where its upstream is, if that is ahead. */
public final class IdeaSync {
    private final Git git;
    private final LinkedTree tree;
    private final String prefix;

    /**
     * Takes what it works with.
     *
     * @param git git, in the worktree
     * @param prefix what stands before an idea's name in the name of its branch
     */
    public IdeaSync(Git git, LinkedTree tree, String prefix) {
        this.git = git;
        this.tree = tree;
        this.prefix = prefix;
    }

    /**
     * Does it.
     *
     * @param areStubs whether the worktree has only stubs, which it then keeps
     * @return what was done, in a few words
     * @throws CommandException if there are local changes, or the histories parted
     */
    public String run(boolean areStubs, boolean isDry) throws IOException {
        if (new TreeState(git).isDirty()) {
            throw refusal("it has changes that are not committed; commit or stash them");
        }
        Git quick = areStubs ? SkipSmudge.in(git) : git;
        List<String> done = new ArrayList<>();
        Optional<String> branch = tree.branch();
        if (branch.isEmpty()) {
            branch = movedBranch();
            if (branch.isEmpty()) {
                throw refusal("its HEAD is detached and no branch of its name has moved on from there;"
                        + " 'git switch BRANCH' in it chooses one");
            }
            if (!isDry) {
                quick.run("checkout", "--quiet", branch.get(), "--");
            }
            done.add("on " + branch.get() + " again");
        }
        Optional<String> upstream = commit(branch.get() + "@{upstream}");
        if (upstream.isPresent() && !isAncestor(upstream.get(), branch.get())) {
            if (!isAncestor(branch.get(), upstream.get())) {
                throw refusal("its branch and the upstream have parted; 'git pull --rebase' or 'git merge' in it");
            }
            if (!isDry) {
                quick.run("merge", "--quiet", "--ff-only", upstream.get());
            }
            done.add("moved on to " + upstream.get().substring(0, 10));
        }
        return done.isEmpty() ? "is up to date" : String.join(", ", done);
    }

    /** Returns the branch that a detached worktree belongs to: that of its name, or where it was before. */
    private Optional<String> movedBranch() throws IOException {
        List<String> names = new ArrayList<>(List.of(prefix + tree.name(), tree.name()));
        Git.Output before = git.attempt(new byte[0], "rev-parse", "--abbrev-ref", "--verify", "--quiet", "@{-1}");
        if (before.exitCode() == 0 && !before.line().isEmpty()) {
            names.add(before.line());
        }
        for (String name : names) {
            if (commit("refs/heads/" + name).isPresent() && isAncestor("HEAD", "refs/heads/" + name)) {
                return Optional.of(name);
            }
        }
        return Optional.empty();
    }

    private Optional<String> commit(String revision) throws IOException {
        Git.Output output = git.attempt(new byte[0], "rev-parse", "--verify", "--quiet", revision + "^{commit}");
        return output.exitCode() == 0 ? Optional.of(output.line()) : Optional.empty();
    }

    private boolean isAncestor(String first, String second) throws IOException {
        return git.attempt(new byte[0], "merge-base", "--is-ancestor", first, second)
                        .exitCode()
                == 0;
    }

    private CommandException refusal(String why) {
        return new CommandException(ExitCode.NEGATIVE, "the worktree " + tree.path() + " stays as it is: " + why);
    }
}
