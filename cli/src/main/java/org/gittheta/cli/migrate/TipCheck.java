// SPDX-License-Identifier: Apache-2.0
package org.gittheta.cli.migrate;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import org.gittheta.cli.CommandException;
import org.gittheta.cli.ExitCode;
import org.gittheta.cli.migrate.AttributesRewrite.Owner;
import org.gittheta.storage.object.TemporaryFiles;
import org.gittheta.storage.repository.Git;

/**
 * Asks git whether the new commits' own attributes give each converted file to its new owner: patterns in folders,
 * macros and later lines may say otherwise.
 */
final class TipCheck {
    private final Git git;
    private final TemporaryFiles temporary;
    private final Owner owner;

    TipCheck(Git git, TemporaryFiles temporary, Owner owner) {
        this.git = git;
        this.temporary = temporary;
        this.owner = owner;
    }

    /**
     * Looks at commits.
     *
     * @param blobs what files were converted to
     * @throws CommandException if a file would be another's
     */
    void check(Collection<String> commits, Set<String> blobs) throws IOException {
        Path folder = temporary.createFolder("index");
        try {
            Git own = git.with("GIT_INDEX_FILE", folder.resolve("index").toString());
            for (String commit : Set.copyOf(commits)) {
                own.run("read-tree", commit);
                check(own, blobs);
            }
        } finally {
            TemporaryFiles.deleteTree(folder);
        }
    }

    private void check(Git own, Set<String> blobs) throws IOException {
        List<String> paths = new ArrayList<>();
        for (String part : parts(own.run("ls-files", "--stage", "--full-name", "-z", "--", ":(top)"))) {
            // MODE ID STAGE TAB PATH
            String[] words = part.substring(0, part.indexOf('\t')).split(" ", -1);
            if (blobs.contains(words[1])) {
                paths.add(part.substring(part.indexOf('\t') + 1));
            }
        }
        if (paths.isEmpty()) {
            return;
        }
        byte[] question = (String.join("\0", paths) + "\0").getBytes(StandardCharsets.ISO_8859_1);
        List<String> answers = parts(own.run(question, "check-attr", "--cached", "-z", "--stdin", "filter"));
        for (int i = 0; i + 2 < answers.size(); i += 3) {
            String filter = answers.get(i + 2);
            boolean isRight = owner == Owner.GIT
                    ? !filter.equals(Owner.THETA.filter()) && !filter.equals(Owner.LFS.filter())
                    : filter.equals(owner.filter());
            if (!isRight) {
                String path = BlobForm.utf8(answers.get(i));
                throw new CommandException(
                        ExitCode.ENVIRONMENT,
                        "the attributes of " + path + " would still say filter=" + filter
                                + ": name the pattern that says so, or that file, with --include; nothing was changed");
            }
        }
    }

    private static List<String> parts(Git.Output output) {
        String text = new String(output.bytes(), StandardCharsets.ISO_8859_1);
        return text.isEmpty() ? List.of() : List.of(text.split("\0"));
    }
}
