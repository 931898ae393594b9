// SPDX-License-Identifier: Apache-2.0
package org.gittheta.cli.worktree;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.gittheta.cli.CommandContext;
import org.gittheta.cli.CommandException;
import org.gittheta.cli.ExitCode;
import org.gittheta.cli.checkout.SkipSmudge;
import org.gittheta.storage.repository.Git;

/**
 * Makes worktrees of submodules inside a worktree of their superproject, down to the innermost. Each is a linked worktree
 * of the submodule's own repository: nothing is cloned, and objects are shared.
 */
public final class NestedTrees {
    private final CommandContext context;
    private final Request request;

    /** Takes the world and what is wanted. */
    public NestedTrees(CommandContext context, Request request) {
        this.context = context;
        this.request = request;
    }

    /** Lists how submodules are checked out, as it is typed. */
    public enum Mode {
        /** On a branch of the idea's name. */
        worktree,
        /** On no branch. */
        ephemeral,
        /** On a branch, but for those that are only read. */
        auto
    }

    /**
     * Says what is wanted.
     *
     * @param branch the branch of the superproject's worktree, which submodules get, too
     * @param only a pattern of the paths of those that are wanted
     * @param mode how they are checked out
     * @param readOnly patterns of the paths of those that are only read
     * @param isLazy whether checkpoints stay stubs
     */
    public record Request(String branch, String only, Mode mode, List<String> readOnly, boolean isLazy) {
        /** Copies the patterns. */
        public Request {
            readOnly = List.copyOf(readOnly);
        }
    }

    /**
     * Makes them.
     *
     * @param source the top of the worktree whose submodules are checked out
     * @param target the top of the new worktree
     * @return the paths of submodules that are nowhere here and stay empty, from the outermost top
     */
    public List<String> make(Path source, Path target) throws IOException {
        List<String> absent = new ArrayList<>();
        Map<String, Path> byUrl = new HashMap<>();
        gather(source, byUrl);
        make(source, target, "", byUrl, absent);
        return absent;
    }

    /**
     * Says what becomes of a submodule.
     *
     * @param path its path from the outermost top
     * @param branch the branch that it is on, if any
     * @param isHere whether it can be made from what is here; if not, it stays empty
     */
    public record Plan(String path, Optional<String> branch, boolean isHere) {}

    /**
     * Says what would be made.
     *
     * @param commit the commit of the superproject
     */
    public List<Plan> plan(Path source, String commit) throws IOException {
        Map<String, Path> byUrl = new HashMap<>();
        gather(source, byUrl);
        List<Plan> plans = new ArrayList<>();
        plan(source, commit, "", byUrl, plans);
        return plans;
    }

    private void plan(Path source, String commit, String prefix, Map<String, Path> byUrl, List<Plan> plans)
            throws IOException {
        Git git = context.git().elsewhere(source);
        if (git.attempt(new byte[0], "cat-file", "-e", commit + "^{commit}").exitCode() != 0) {
            return; // It would have to be fetched first.
        }
        for (Submodule submodule : Submodule.of(git, commit)) {
            String path = prefix + submodule.path();
            if (PathGlob.matches(request.only(), path)) {
                Optional<Path> from = from(submodule, source, byUrl);
                plans.add(new Plan(
                        path, isDetached(path) ? Optional.empty() : Optional.of(request.branch()), from.isPresent()));
                if (from.isPresent()) {
                    plan(from.get(), submodule.commit(), path + "/", byUrl, plans);
                }
            }
        }
    }

    private static Optional<Path> from(Submodule submodule, Path source, Map<String, Path> byUrl) {
        return submodule.isIn(source)
                ? Optional.of(source.resolve(submodule.path()))
                : submodule.url().map(byUrl::get);
    }

    private boolean isDetached(String path) {
        return request.mode() == Mode.ephemeral
                || (request.mode() == Mode.auto
                        && request.readOnly().stream().anyMatch(glob -> PathGlob.matches(glob, path)));
    }

    /** Finds every submodule that is checked out, by where it comes from. */
    private void gather(Path top, Map<String, Path> byUrl) throws IOException {
        for (Submodule submodule : Submodule.of(context.git().elsewhere(top))) {
            if (submodule.isIn(top)) {
                Path folder = top.resolve(submodule.path());
                Git.Output url =
                        context.git().elsewhere(folder).attempt(new byte[0], "config", "--get", "remote.origin.url");
                byUrl.putIfAbsent(url.line(), folder);
                submodule.url().ifPresent(text -> byUrl.putIfAbsent(text, folder));
                gather(folder, byUrl);
            }
        }
    }

    private void make(Path source, Path target, String prefix, Map<String, Path> byUrl, List<String> absent)
            throws IOException {
        for (Submodule submodule : Submodule.of(context.git().elsewhere(target))) {
            String path = prefix + submodule.path();
            if (!PathGlob.matches(request.only(), path)) {
                continue;
            }
            Optional<Path> from = from(submodule, source, byUrl);
            if (from.isEmpty()) {
                absent.add(path);
                continue;
            }
            Path place = target.resolve(submodule.path());
            add(from.get(), place, path, submodule.commit());
            make(from.get(), place, path + "/", byUrl, absent);
        }
    }

    private void add(Path from, Path place, String path, String commit) throws IOException {
        Git git = context.git().elsewhere(from);
        if (git.attempt(new byte[0], "cat-file", "-e", commit + "^{commit}").exitCode() != 0) {
            git.attempt(new byte[0], "fetch", "--quiet", "origin", commit);
        }
        SharedWorkTree.cure(git, from);
        List<String> command = new ArrayList<>(List.of("worktree", "add", "--quiet"));
        command.addAll(isDetached(path) ? List.of("--detach") : List.of("--no-track", "-b", request.branch()));
        command.addAll(List.of(place.toString(), commit));
        Git.Output added = SkipSmudge.in(git).attempt(new byte[0], command.toArray(String[]::new));
        if (added.exitCode() != 0) {
            throw new CommandException(
                    ExitCode.NEGATIVE,
                    "git could not make a worktree of the submodule " + path + ": "
                            + added.errors().strip().lines().reduce("", (first, last) -> last));
        }
        CommandContext there = context.elsewhere(place);
        SharedWorkTree.name(there.git(), place);
        if (!request.isLazy()) {
            new Materialiser(there).fill(context.elsewhere(from), true);
        }
    }

    /** Returns the worktrees of submodules inside a worktree, the innermost first. */
    public static List<Path> inside(Git git, Path top) throws IOException {
        List<Path> found = new ArrayList<>();
        for (Submodule submodule : Submodule.of(git.elsewhere(top))) {
            if (submodule.isIn(top)) {
                Path folder = top.resolve(submodule.path());
                found.addAll(inside(git, folder));
                found.add(folder);
            }
        }
        return found;
    }

    /** Says why a submodule's worktree may not go, or nothing if it may: what is dirty, its superproject knows. */
    public static Optional<String> obstacle(Git git, Path folder, boolean isDiscarding) throws IOException {
        Git inner = git.elsewhere(folder);
        if (!isLinked(inner)) {
            return Optional.of("the submodule " + folder + " is a clone of its own; move it away first");
        }
        // The first worktree of a submodule is on no branch as a rule, and its superproject records where it is.
        Git.Output main =
                git.elsewhere(common(inner, folder)).attempt(new byte[0], "rev-parse", "--verify", "--quiet", "HEAD");
        String[] kept = main.exitCode() == 0 ? new String[] {main.line()} : new String[0];
        int unsaved = isDiscarding ? 0 : new TreeState(inner).unsavedCommits(branch(inner), kept);
        return unsaved == 0
                ? Optional.empty()
                : Optional.of("commits of the submodule " + folder
                        + " are on no remote, tag or other branch; push or merge them, or add --discard");
    }

    /** Removes a submodule's worktree and its branch, and leaves the empty folder that git expects. */
    public static void remove(Git git, Path folder) throws IOException {
        Git inner = git.elsewhere(folder);
        Optional<String> branch = branch(inner);
        String head = inner.run("rev-parse", "HEAD").line();
        Git shared = git.elsewhere(common(inner, folder));
        GitFile.restore(folder);
        shared.run("worktree", "remove", "--force", folder.toString());
        if (branch.isPresent()) {
            shared.run("update-ref", "-d", "refs/heads/" + branch.get(), head);
        }
        Files.createDirectories(folder);
    }

    private static Optional<String> branch(Git git) throws IOException {
        Git.Output name = git.attempt(new byte[0], "symbolic-ref", "--quiet", "--short", "HEAD");
        return name.exitCode() == 0 ? Optional.of(name.line()) : Optional.empty();
    }

    private static boolean isLinked(Git git) throws IOException {
        return !git.run("rev-parse", "--git-dir")
                .line()
                .equals(git.run("rev-parse", "--git-common-dir").line());
    }

    private static Path common(Git git, Path folder) throws IOException {
        return folder.resolve(git.run("rev-parse", "--git-common-dir").line()).normalize();
    }
}
