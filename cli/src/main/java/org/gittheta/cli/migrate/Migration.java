// SPDX-License-Identifier: Apache-2.0
package org.gittheta.cli.migrate;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.gittheta.cli.CommandContext;
import org.gittheta.cli.CommandException;
import org.gittheta.cli.ExitCode;
import org.gittheta.cli.migrate.AttributesRewrite.Owner;
import org.gittheta.cli.progress.ProgressLine;
import org.gittheta.cli.repository.OpenRepository;
import org.gittheta.filter.repository.CheckpointRepository;
import org.gittheta.storage.repository.Git;

/**
 * Rewrites history so that files belong to another owner: pointers and plain files become stubs, or stubs those.
 *
 * <p>It looks at every commit, downloads what is not here, converts each blob once, writes new trees and commits as one
 * pack, moves all refs in one transaction, and then brings worktrees in line. Until the transaction nothing has changed.
 */
public final class Migration {
    private final CommandContext context;
    private final Request request;
    private final Git git;
    private final Refs refs;
    private final ProgressLine progress;

    /** Takes the world and what to do. */
    public Migration(CommandContext context, Request request) {
        this.context = context;
        this.request = request;
        git = context.git();
        refs = new Refs(git);
        progress = new ProgressLine(context, false);
    }

    /**
     * Says what to rewrite.
     *
     * @param direction from whom to whom
     * @param included patterns of files; without any, all that the old owner has
     * @param excluded patterns of files to leave
     * @param refs names of branches and tags; without any, the current branch
     * @param isEverything whether to rewrite all branches and tags instead
     * @param isDry whether only to look
     */
    public record Request(
            Direction direction,
            List<String> included,
            List<String> excluded,
            List<String> refs,
            boolean isEverything,
            boolean isDry) {}

    /** Lists from whom to whom files go. */
    public enum Direction {
        /** From Git LFS, or from git, to git theta. */
        IMPORT(Owner.LFS, Owner.THETA),
        /** From git theta to git. */
        EXPORT(Owner.THETA, Owner.GIT),
        /** From git theta to Git LFS. */
        EXPORT_TO_LFS(Owner.THETA, Owner.LFS);

        private final Owner from;
        private final Owner to;

        Direction(Owner from, Owner to) {
            this.from = from;
            this.to = to;
        }
    }

    /**
     * Says what was done, or would be.
     *
     * @param stamp the name of this migration; empty if nothing changed
     * @param looked the number of commits that were looked at
     * @param commits the number of commits that were rewritten
     * @param versions the number of blobs that were converted
     * @param files the number of paths that they have, one for each
     * @param bytes the length of the files that they stand for
     * @param unsigned the number of commits and tags that lost their signature
     * @param refs the names of the refs that moved
     * @param map where the old and new ids are
     */
    public record Report(
            String stamp,
            long looked,
            long commits,
            long versions,
            long files,
            long bytes,
            long unsigned,
            List<String> refs,
            Optional<Path> map) {}

    /** Does it. */
    public Report run() throws IOException {
        checkRepository();
        Map<String, String> from = request.isEverything() ? refs.all() : refs.named(request.refs());
        if (from.isEmpty()) {
            throw new CommandException(ExitCode.USAGE, "there is no branch or tag with a commit");
        }
        CheckpointRepository repository = OpenRepository.of(context);
        try (ObjectReader reader = new ObjectReader(git);
                NewObjects objects = new NewObjects(git, repository.store().temporary())) {
            if (!request.isDry()) {
                checkWorktrees(from.keySet());
            }
            return run(from, repository, reader, objects);
        } finally {
            progress.end();
        }
    }

    private void checkRepository() throws IOException {
        if (git.run("rev-parse", "--is-shallow-repository").line().equals("true")) {
            throw new CommandException(
                    ExitCode.ENVIRONMENT,
                    "this clone has only the newest commits: run 'git fetch --unshallow' before rewriting history");
        }
        if (request.direction().to != Owner.GIT) {
            String filter = request.direction().to.filter();
            if (git.attempt(new byte[0], "config", "filter." + filter + ".clean")
                            .exitCode()
                    != 0) {
                throw new CommandException(
                        ExitCode.ENVIRONMENT,
                        "git does not know the filter " + filter + ": run 'git " + filter + " install' first");
            }
        }
    }

    private void checkWorktrees(Set<String> branches) throws IOException {
        for (CheckedOut worktree : CheckedOut.all(git)) {
            if (branches.contains(worktree.branch())) {
                Optional<String> obstacle = worktree.obstacle();
                if (obstacle.isPresent()) {
                    throw new CommandException(ExitCode.ENVIRONMENT, obstacle.get());
                }
            }
        }
    }

    private Report run(
            Map<String, String> from, CheckpointRepository repository, ObjectReader reader, NewObjects objects)
            throws IOException {
        PathSelection selection = PathSelection.of(request.included(), request.excluded());
        AttributesRewrite attributes =
                new AttributesRewrite(request.direction().from, request.direction().to, selection);
        BlobRewrite blobs = new BlobRewrite(reader, objects, selection, attributes);
        Converter converter = request.direction() == Direction.IMPORT
                ? new ImportConverter(context, reader, objects, repository, selection.isNamed())
                : new ExportConverter(reader, objects, repository, request.direction() == Direction.EXPORT_TO_LFS);
        HistoryRewrite history = new HistoryRewrite(git, reader, objects, progress);
        Set<String> tips = new HashSet<>(refs.commits(from.keySet()).values());
        history.commits(tips, new TreeRewrite(reader, objects, blobs.looking(converter)), "Looking");
        Report looked = new Report(
                "",
                history.looked(),
                0,
                blobs.planned().size(),
                new TreeSet<>(blobs.planned().values()).size(),
                0,
                0,
                List.of(),
                Optional.empty());
        if (request.isDry()) {
            return looked;
        }
        converter.fetch();
        long bytes = blobs.convert(converter, progress);
        history.commits(tips, new TreeRewrite(reader, objects, blobs.replacing()), "Rewriting");
        List<Refs.Move> moves = new ArrayList<>();
        for (Map.Entry<String, String> ref : from.entrySet()) {
            String to = history.tip(ref.getValue());
            if (!to.equals(ref.getValue())) {
                moves.add(new Refs.Move(ref.getKey(), ref.getValue(), to));
            }
        }
        if (moves.isEmpty()) {
            return looked;
        }
        repository.store().sync();
        return finish(looked, bytes, history, moves, blobs.results(), repository, reader, objects);
    }

    private Report finish(
            Report looked,
            long bytes,
            HistoryRewrite history,
            List<Refs.Move> moves,
            Set<String> results,
            CheckpointRepository repository,
            ObjectReader reader,
            NewObjects objects)
            throws IOException {
        Optional<Path> keep = objects.store();
        String stamp = refs.newStamp();
        CommitMap map = CommitMap.of(context.repository(), stamp);
        try {
            new TipCheck(git, repository.store().temporary(), request.direction().to)
                    .check(
                            moves.stream()
                                    .filter(move -> move.ref().startsWith("refs/heads/"))
                                    .map(Refs.Move::to)
                                    .toList(),
                            results);
            map.write(history.changed());
            checkWorktrees(moves.stream().map(Refs.Move::ref).collect(Collectors.toSet()));
            refs.migrate(stamp, moves, "git theta migrate: " + request.direction());
        } finally {
            if (keep.isPresent()) {
                Files.deleteIfExists(keep.get());
            }
        }
        progress.end();
        bringInLine(git, moves, reader);
        copyNotes(map);
        return new Report(
                stamp,
                looked.looked(),
                history.rewritten(),
                looked.versions(),
                looked.files(),
                bytes,
                history.unsigned(),
                moves.stream().map(Refs.Move::ref).toList(),
                Optional.of(map.file()));
    }

    /** Gives the new commits the notes of the old; those that have one already keep it. */
    private void copyNotes(CommitMap map) throws IOException {
        for (String ref : git.run("for-each-ref", "--format=%(refname)", "refs/notes")
                .text()
                .lines()
                .toList()) {
            git.attempt(Files.readAllBytes(map.file()), "notes", "--ref", ref, "copy", "--stdin");
        }
    }

    /** Brings every worktree that is on a moved branch to where it is now. */
    static void bringInLine(Git git, List<Refs.Move> moves, ObjectReader reader) throws IOException {
        for (CheckedOut worktree : CheckedOut.all(git)) {
            for (Refs.Move move : moves) {
                if (move.ref().equals(worktree.branch())) {
                    new IndexRebuild(worktree, reader).move(move.from(), move.to());
                }
            }
        }
    }
}
