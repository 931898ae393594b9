// SPDX-License-Identifier: Apache-2.0
package org.gittheta.cli.diff;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.gittheta.cli.CommandException;
import org.gittheta.cli.ExitCode;
import org.gittheta.filter.shards.ShardName;
import org.gittheta.storage.repository.Git;

/**
 * Is a file that git says differs.
 *
 * @param status git's letter: {@code A}, {@code D}, {@code M}, {@code R}, …
 * @param oldPath its path before, from the top of the worktree
 * @param path its path now
 * @param oldOid its blob before, zeros if there is none, {@code -} for a file in no repository
 * @param oid its blob now, likewise
 */
public record ChangedFile(char status, String oldPath, String path, String oldOid, String oid) {
    /**
     * Asks {@code git diff}, in whichever way it lets people name two sides.
     *
     * @throws CommandException with git's own words if it does not understand them
     */
    public static List<ChangedFile> of(Git git, List<String> sides) throws IOException {
        List<String> command =
                new ArrayList<>(List.of("-c", "diff.autoRefreshIndex=false", "diff", "--raw", "-z", "--no-abbrev"));
        command.addAll(List.of("--no-ext-diff", "--ignore-submodules=all"));
        command.addAll(sides);
        Git.Output output = git.attempt(new byte[0], command.toArray(String[]::new));
        if (output.exitCode() != 0) {
            String words = output.errors().lines().findFirst().orElse("git diff failed");
            throw new CommandException(ExitCode.USAGE, words.replaceFirst("^(fatal|error): ", ""));
        }
        return parse(output.parts());
    }

    private static List<ChangedFile> parse(List<String> parts) {
        List<ChangedFile> files = new ArrayList<>();
        Iterator<String> rest = parts.iterator();
        while (rest.hasNext()) {
            String[] words = rest.next().split(" ", -1);
            if (words.length < 5 || !rest.hasNext()) {
                continue;
            }
            char status = words[4].charAt(0);
            String path = rest.next();
            boolean moved = (status == 'R' || status == 'C') && rest.hasNext();
            files.add(new ChangedFile(status, path, moved ? rest.next() : path, words[2], words[3]));
        }
        return files;
    }

    /** Tells whether there is a blob before. */
    public boolean hasOld() {
        return !isZero(oldOid);
    }

    /** Tells whether there is a blob now. */
    public boolean hasNew() {
        return !isZero(oid);
    }

    /** Returns what stands for the whole model that it is a part of. */
    ChangedFile asModel(String index, boolean isOld, boolean isNew) {
        String before = ShardName.of(oldPath).map(ShardName::index).orElse(oldPath);
        return new ChangedFile(!isOld ? 'A' : isNew ? 'M' : 'D', before, index, isOld ? "-" : "0", isNew ? "-" : "0");
    }

    private static boolean isZero(String oid) {
        return oid.chars().allMatch(c -> c == '0');
    }
}
