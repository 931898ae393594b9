// SPDX-License-Identifier: Apache-2.0
package org.gittheta.cli.worktree;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.gittheta.cli.CommandContext;
import org.gittheta.cli.CommandException;
import org.gittheta.cli.ExitCode;
import org.gittheta.cli.checkout.SkipSmudge;
import org.gittheta.cli.process.ChildCommand;
import org.gittheta.cli.repository.CommandSettings;
import org.gittheta.storage.repository.Git;

/** Makes worktrees, each for one idea, on a branch of its own. */
public final class IdeaMaker {
    private final CommandContext context;
    private final CommandSettings settings;
    private final LinkedTrees trees;

    /** Takes the world, in any worktree of the repository. */
    public IdeaMaker(CommandContext context) throws IOException {
        this.context = context;
        this.settings = CommandSettings.of(context);
        this.trees = LinkedTrees.of(context);
    }

    /**
     * Says what is wanted of every worktree.
     *
     * @param from the revision to begin at
     * @param remote the remote that gets the branches, if any
     * @param setup the command that prepares each, instead of the setting
     * @param links what is linked, instead of the setting
     * @param isLazy whether checkpoints stay stubs
     * @param nested which submodules get worktrees, too, and how
     */
    public record Request(
            String from,
            Optional<String> remote,
            Optional<String> setup,
            Optional<List<String>> links,
            boolean isLazy,
            Optional<Nested> nested) {
        /** Copies the links. */
        public Request {
            links = links.map(List::copyOf);
        }
    }

    /**
     * Says which submodules are wanted.
     *
     * @param only a pattern of their paths
     * @param mode how they are checked out
     */
    public record Nested(String only, NestedTrees.Mode mode) {
        /** The pattern of all. */
        public static final String ALL = "**";
    }

    /**
     * Plans all, so that nothing is made if one cannot be.
     *
     * @throws CommandException if a name, branch or folder is taken, or the revision or a link is none
     */
    public List<IdeaPlan> plan(List<String> names, Request request) throws IOException {
        String prefix = settings.text("theta.worktree.branchPrefix", "feat/");
        String directory = settings.text("theta.worktree.directory", "..");
        List<IdeaPlan> plans = new ArrayList<>();
        Set<String> branches = new HashSet<>();
        for (String name : names) {
            IdeaPlan plan = IdeaPlan.of(name, prefix, directory, trees.main().path());
            if (!branches.add(plan.branch())) {
                throw new CommandException(ExitCode.USAGE, "'" + name + "' is named twice");
            }
            check(plan);
            plans.add(plan);
        }
        if (commit(request.from()).isEmpty()) {
            throw new CommandException(ExitCode.USAGE, "git knows no commit '" + request.from() + "'");
        }
        if (request.links().isPresent() && !trees.main().isBare()) {
            for (String path : request.links().get()) {
                Links.check(context.git().elsewhere(trees.main().path()), path);
            }
        }
        return plans;
    }

    private void check(IdeaPlan plan) throws IOException {
        Git git = context.git();
        if (git.attempt(new byte[0], "check-ref-format", "--branch", plan.branch())
                        .exitCode()
                != 0) {
            throw new CommandException(
                    ExitCode.USAGE, "'" + plan.branch() + "' is no name that git takes for a branch");
        }
        Optional<LinkedTree> holder = trees.withBranch(plan.branch());
        if (holder.isPresent()) {
            throw new CommandException(
                    ExitCode.NEGATIVE,
                    "the name is taken: branch " + plan.branch() + " is checked out at "
                            + holder.get().path() + "; choose another name");
        }
        if (commit("refs/heads/" + plan.branch()).isPresent()) {
            throw new CommandException(
                    ExitCode.NEGATIVE,
                    "branch " + plan.branch() + " exists already: choose another name, or check it out with"
                            + " 'git worktree add " + plan.path() + " " + plan.branch() + "'");
        }
        if (Files.exists(plan.path(), LinkOption.NOFOLLOW_LINKS)) {
            throw new CommandException(
                    ExitCode.NEGATIVE,
                    plan.path() + " exists already: choose another name, or another theta.worktree.directory");
        }
    }

    private Optional<String> commit(String revision) throws IOException {
        Git.Output output = context.git()
                .attempt(new byte[0], "rev-parse", "--verify", "--quiet", "--end-of-options", revision + "^{commit}");
        return output.exitCode() == 0 ? Optional.of(output.line()) : Optional.empty();
    }

    /**
     * Makes one worktree.
     *
     * @return the exit code: not 0 if the worktree is there and something after that failed, which was said
     */
    public int make(IdeaPlan plan, Request request) throws IOException {
        String start = commit(request.from()).orElseThrow();
        Git quick = SkipSmudge.in(context.git());
        Git.Output added = quick.attempt(
                new byte[0],
                "worktree",
                "add",
                "--quiet",
                "--no-track",
                "-b",
                plan.branch(),
                plan.path().toString(),
                start);
        if (added.exitCode() != 0) {
            // Git takes the folder back; the branch would stay, and be in the way of the next attempt.
            context.git().attempt(new byte[0], "update-ref", "-d", "refs/heads/" + plan.branch(), start);
            throw new CommandException(
                    ExitCode.INPUT_OUTPUT,
                    "git could not make the worktree " + plan.path() + ": "
                            + added.errors().strip().lines().reduce("", (first, last) -> last));
        }
        CommandContext there = context.elsewhere(plan.path());
        if (request.nested().isPresent()) {
            nest(plan, request, request.nested().get());
        }
        link(there, request);
        int exitCode = request.isLazy() ? 0 : new Materialiser(there).fill(sibling(), true);
        exitCode = Math.max(exitCode, setUp(there, plan, request));
        return Math.max(exitCode, push(plan, request));
    }

    /** Says which submodules a worktree would have worktrees of. */
    public List<NestedTrees.Plan> planNested(IdeaPlan plan, Request request) throws IOException {
        if (request.nested().isEmpty()) {
            return List.of();
        }
        Nested nested = request.nested().get();
        List<NestedTrees.Plan> plans = nested(plan, request, nested)
                .plan(sibling().directory(), commit(request.from()).orElseThrow());
        if (plans.isEmpty() && !nested.only().equals(Nested.ALL)) {
            throw new CommandException(
                    ExitCode.USAGE,
                    "no submodule's path matches '" + nested.only()
                            + "': 'git submodule status --recursive' lists them");
        }
        return plans;
    }

    private NestedTrees nested(IdeaPlan plan, Request request, Nested nested) throws IOException {
        return new NestedTrees(
                context,
                new NestedTrees.Request(
                        plan.branch(),
                        nested.only(),
                        nested.mode(),
                        settings.list("theta.nested.readonly").orElse(List.of("inputs/*")),
                        request.isLazy()));
    }

    private void nest(IdeaPlan plan, Request request, Nested nested) throws IOException {
        boolean isMade = false;
        try {
            List<String> absent = nested(plan, request, nested).make(sibling().directory(), plan.path());
            for (String path : absent) {
                context.err()
                        .println("git theta: the submodule " + path
                                + " is not checked out anywhere here and stays empty:"
                                + " 'git submodule update --init " + path + "' in the worktree clones it");
            }
            isMade = true;
        } finally {
            if (!isMade) {
                IdeaRemoval removal = new IdeaRemoval(context);
                for (LinkedTree tree : LinkedTree.all(context.git())) {
                    if (tree.branch().equals(Optional.of(plan.branch()))) {
                        removal.remove(tree, true);
                    }
                }
            }
        }
    }

    /** Returns the tree whose checkpoints may be shared: the one that the command runs in, or the main one. */
    private CommandContext sibling() {
        LinkedTree tree =
                trees.containing(context.directory()).filter(t -> !t.isBare()).orElse(trees.main());
        return context.elsewhere(tree.path());
    }

    private void link(CommandContext there, Request request) throws IOException {
        if (trees.main().isBare()) {
            return;
        }
        Path main = trees.main().path();
        Optional<List<String>> wanted =
                request.links().isPresent() ? request.links() : settings.list("theta.worktree.link");
        List<String> paths = new ArrayList<>(wanted.orElse(List.of()));
        if (wanted.isEmpty() && Files.isDirectory(main.resolve(Links.USUAL))) {
            paths.add(Links.USUAL);
        }
        Git git = there.git();
        for (String path : List.copyOf(paths)) {
            if (Links.isTracked(git, path)) {
                paths.remove(path);
                if (wanted.isPresent()) {
                    context.err().println("git theta: git tracks files in " + path + ", so it was not linked");
                }
            }
        }
        new Links(there.repository(), main).make(git, there.directory(), paths);
    }

    private int setUp(CommandContext there, IdeaPlan plan, Request request) throws IOException {
        Optional<String> setup = request.setup().or(() -> quietly("theta.worktree.setup"));
        if (setup.isEmpty() || setup.get().isBlank()) {
            return 0;
        }
        context.out().flush();
        int exitCode = ChildCommand.shell("exec 1>&2\n" + setup.get(), plan.path(), there.environment())
                .with(TreeEnvironment.of(plan.path(), there.environment()))
                .run();
        if (exitCode == 0) {
            return 0;
        }
        context.err()
                .println("git theta: the worktree " + plan.path() + " is there, but its setup '" + setup.get()
                        + "' ended with " + exitCode + ": 'git theta worktree exec " + plan.name()
                        + " -- COMMAND' runs what is left to do");
        return ExitCode.NEGATIVE.number();
    }

    private Optional<String> quietly(String key) {
        try {
            return settings.text(key);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private int push(IdeaPlan plan, Request request) throws IOException {
        if (request.remote().isEmpty()) {
            return 0;
        }
        Git.Output pushed = context.git()
                .attempt(
                        new byte[0],
                        "push",
                        "--quiet",
                        "--set-upstream",
                        request.remote().get(),
                        plan.branch());
        if (pushed.exitCode() == 0) {
            return 0;
        }
        context.err()
                .println("git theta: the worktree " + plan.path() + " is there, but its branch was not pushed: "
                        + pushed.errors().strip().lines().findFirst().orElse("git gave no reason") + "; 'git push -u "
                        + request.remote().get() + " " + plan.branch() + "' tries again");
        return ExitCode.NEGATIVE.number();
    }
}
