// SPDX-License-Identifier: Apache-2.0
package org.gittheta.cli.attributes;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.gittheta.cli.CommandContext;
import org.gittheta.cli.repository.Worktree;
import org.gittheta.storage.repository.Git;

/** Finds the attributes files that count in a worktree. */
public final class AttributesSources {
    private AttributesSources() {}

    /** Returns the files there are, by the name to show: those of the worktree, then info/attributes, then the user's. */
    public static Map<String, Path> of(CommandContext context, Worktree worktree) throws IOException {
        Map<String, Path> sources = new LinkedHashMap<>();
        Git.Output nested = context.git()
                .run(
                        "ls-files",
                        "-z",
                        "-c",
                        "-o",
                        "--exclude-standard",
                        "--full-name",
                        "--",
                        ":(top,glob)**/.gitattributes");
        nested.parts().stream()
                .distinct()
                .sorted()
                .forEach(path ->
                        add(sources, worktree.shown(path), worktree.top().resolve(path)));
        Path info = context.repository().infoAttributes();
        add(sources, info.toString(), info);
        Path global = global(context);
        add(sources, global.toString(), global);
        return sources;
    }

    private static Path global(CommandContext context) throws IOException {
        Git.Output setting =
                context.git().attempt(new byte[0], "config", "--type=path", "--get", "core.attributesFile");
        if (setting.exitCode() == 0) {
            return worktreeRelative(context, setting.line());
        }
        String home = context.environment().getOrDefault("HOME", "");
        String xdg = context.environment().getOrDefault("XDG_CONFIG_HOME", "");
        Path folder = xdg.isEmpty() ? Path.of(home, ".config") : Path.of(xdg);
        return folder.resolve("git").resolve("attributes");
    }

    private static Path worktreeRelative(CommandContext context, String path) {
        return context.directory().resolve(path);
    }

    private static void add(Map<String, Path> sources, String shown, Path path) {
        if (Files.isRegularFile(path)) {
            sources.put(shown, path);
        }
    }
}
