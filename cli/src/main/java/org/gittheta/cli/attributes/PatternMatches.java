// SPDX-License-Identifier: Apache-2.0
package org.gittheta.cli.attributes;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.gittheta.storage.repository.Git;

/**
 * Finds the files of the index that a pattern would match in the working directory's {@code .gitattributes}.
 *
 * <p>Git itself matches: it is shown an attributes file of its lowest rank that gives an attribute of our own to the
 * pattern.
 *
 * @param git git, run in the working directory
 * @param prefix the path of the working directory from the top of the worktree, ending with {@code /}, or empty
 */
public record PatternMatches(Git git, String prefix) {
    private static final String PROBE = "git-theta-probe";

    /**
     * Names a file that the pattern matches.
     *
     * @param path its path from the working directory
     * @param filter its effective {@code filter} attribute now; {@code unspecified} if it has none
     */
    public record Match(String path, String filter) {}

    /** Returns the files that match, with the filter that they have without it. */
    public List<Match> of(String pattern) throws IOException {
        List<String> paths = git.run("ls-files", "-z").parts();
        if (paths.isEmpty()) {
            return List.of();
        }
        Path file = Files.createTempFile("git-theta", ".attributes");
        try {
            Files.writeString(file, AttributePattern.escape(fromTop(pattern)) + " " + PROBE + "\n");
            byte[] input = (String.join("\0", paths) + "\0").getBytes(StandardCharsets.UTF_8);
            List<String> parts = git.run(
                            input, "-c", "core.attributesFile=" + file, "check-attr", "-z", "--stdin", PROBE, "filter")
                    .parts();
            List<Match> matches = new ArrayList<>();
            for (int i = 0; i + 5 < parts.size(); i += 6) {
                if (parts.get(i + 2).equals("set")) {
                    matches.add(new Match(parts.get(i), parts.get(i + 5)));
                }
            }
            return matches.stream().distinct().toList();
        } finally {
            Files.delete(file);
        }
    }

    /** Patterns with a slash count from their file's folder, those without match in every folder. */
    private String fromTop(String pattern) {
        if (prefix.isEmpty() || !pattern.contains("/")) {
            return pattern;
        }
        String folder = prefix.replaceAll("[*?\\[\\\\]", "\\\\$0");
        return "/" + folder + (pattern.startsWith("/") ? pattern.substring(1) : pattern);
    }
}
