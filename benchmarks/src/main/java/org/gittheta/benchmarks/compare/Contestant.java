// SPDX-License-Identifier: Apache-2.0
package org.gittheta.benchmarks.compare;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Names the things that are compared, and how each readies a repository. */
public enum Contestant {
    /** The product, through its launcher. */
    THETA("git theta") {
        @Override
        void track(Sandbox sandbox, Path folder, Path source)
                throws IOException, InterruptedException, CommandFailedException {
            sandbox.run(folder, "git", "theta", "install");
            sandbox.run(folder, "git", "theta", "track", pattern(source));
        }

        @Override
        Optional<List<String>> directCheckout(Path source) {
            return Optional.of(List.of("git", "theta", "checkout", "--", workingName(source)));
        }
    },

    /** Git LFS, the yardstick. */
    LFS("git-lfs") {
        @Override
        void track(Sandbox sandbox, Path folder, Path source)
                throws IOException, InterruptedException, CommandFailedException {
            sandbox.run(folder, "git", "lfs", "install");
            sandbox.run(folder, "git", "lfs", "track", pattern(source));
        }
    },

    /** The least that any filter costs: one that only drains its input, and streams the file back on checkout. */
    FLOOR("floor") {
        @Override
        void track(Sandbox sandbox, Path folder, Path source)
                throws IOException, InterruptedException, CommandFailedException {
            String quoted = "'" + source.toString().replace("'", "'\\''") + "'";
            sandbox.run(folder, "git", "config", "filter.floor.clean", "wc -c");
            sandbox.run(folder, "git", "config", "filter.floor.smudge", "cat >/dev/null && cat " + quoted);
            sandbox.run(folder, "git", "config", "filter.floor.required", "true");
            Files.writeString(folder.resolve(".gitattributes"), pattern(source) + " filter=floor -text\n");
        }

        @Override
        Optional<List<String>> directCheckout(Path source) {
            return Optional.of(List.of("cp", source.toString(), workingName(source)));
        }
    };

    private final String label;

    Contestant(String label) {
        this.label = label;
    }

    String label() {
        return label;
    }

    /** Readies an empty repository: installs the filter and tracks files that end as the source does. */
    abstract void track(Sandbox sandbox, Path folder, Path source)
            throws IOException, InterruptedException, CommandFailedException;

    /** Returns the command that puts a working file back without a smudge, where there is one. */
    Optional<List<String>> directCheckout(Path source) {
        return Optional.empty();
    }

    /** Returns the name that every version of a checkpoint has in the repository. */
    static String workingName(Path source) {
        return "model" + extension(source);
    }

    private static String pattern(Path source) {
        return "*" + extension(source);
    }

    private static String extension(Path source) {
        String name = String.valueOf(source.getFileName());
        return name.substring(Math.max(0, name.lastIndexOf('.')));
    }
}
