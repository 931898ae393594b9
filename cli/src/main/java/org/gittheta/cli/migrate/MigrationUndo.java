// SPDX-License-Identifier: Apache-2.0
package org.gittheta.cli.migrate;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import org.gittheta.cli.CommandContext;
import org.gittheta.cli.CommandException;
import org.gittheta.cli.ExitCode;
import org.gittheta.storage.repository.Git;

/** Brings refs back to what they were before a migration, unless they have moved on since. */
public final class MigrationUndo {
    private final CommandContext context;
    private final Git git;
    private final Refs refs;

    /** Takes the world. */
    public MigrationUndo(CommandContext context) {
        this.context = context;
        git = context.git();
        refs = new Refs(git);
    }

    /**
     * Undoes one migration.
     *
     * @param wanted its stamp; without one, the newest
     * @return the refs that moved
     */
    public List<String> run(Optional<String> wanted) throws IOException {
        SortedMap<String, Map<String, String>> originals = refs.originals();
        if (originals.isEmpty()) {
            throw new CommandException(ExitCode.USAGE, "there is no migration to undo");
        }
        String stamp = wanted.orElse(originals.lastKey());
        Map<String, String> before = originals.get(stamp);
        if (before == null) {
            throw new CommandException(
                    ExitCode.USAGE,
                    "there is no migration '" + stamp + "': there are " + String.join(", ", originals.keySet()));
        }
        List<Refs.Move> moves = moves(stamp, before);
        for (CheckedOut worktree : CheckedOut.all(git)) {
            Optional<String> obstacle = before.containsKey(worktree.branch()) ? worktree.obstacle() : Optional.empty();
            if (obstacle.isPresent()) {
                throw new CommandException(ExitCode.ENVIRONMENT, obstacle.get());
            }
        }
        refs.undo(stamp, moves, "git theta migrate: undo");
        try (ObjectReader reader = new ObjectReader(git)) {
            Migration.bringInLine(git, moves, reader);
        }
        return moves.stream().map(Refs.Move::ref).toList();
    }

    private List<Refs.Move> moves(String stamp, Map<String, String> before) throws IOException {
        Map<String, String> map = CommitMap.of(context.repository(), stamp).find(before.values());
        List<Refs.Move> moves = new ArrayList<>();
        for (Map.Entry<String, String> ref : before.entrySet()) {
            Git.Output now = git.attempt(new byte[0], "rev-parse", "--verify", "--quiet", ref.getKey());
            // A git that was killed while it moved the refs may have left some where they were.
            boolean isExpected =
                    now.line().equals(map.get(ref.getValue())) || now.line().equals(ref.getValue());
            if (!isExpected) {
                throw new CommandException(
                        ExitCode.ENVIRONMENT,
                        ref.getKey() + " has moved since that migration, and undoing it would drop what came after: '"
                                + "git branch' or 'git update-ref' can bring it to "
                                + ref.getValue() + " by hand");
            }
            moves.add(new Refs.Move(ref.getKey(), now.line(), ref.getValue()));
        }
        return moves;
    }
}
