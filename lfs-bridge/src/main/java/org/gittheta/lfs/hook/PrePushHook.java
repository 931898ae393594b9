// SPDX-License-Identifier: Apache-2.0
package org.gittheta.lfs.hook;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import org.gittheta.storage.repository.Git;

/**
 * Puts a pre-push hook before whatever hook is there, and takes it out again (githooks(5)).
 *
 * <pre>
 * pre-push           ours: uploads the objects of checkpoints, then runs the next
 * pre-push.chained   the hook that was there before: git-lfs's, or the user's
 * </pre>
 *
 * <p>git-lfs installs its hook only where there is none. So ours calls git-lfs where it is set up and no hook behind ours
 * does: files of Git LFS would stay behind otherwise.
 *
 * <p>Ours finds git theta through git's configuration, so that a moved installation only needs a new install.
 */
public final class PrePushHook {
    private static final String MARK = "# git theta's pre-push hook, version 1";
    private static final long LONGEST = 1 << 20;
    private static final int MOST_CHAINED = 9;

    /** How git-lfs's own hook ends, in every version so far. */
    private static final String GIT_LFS = "git lfs pre-push \"$@\"\n";

    private static final int LONGEST_GIT_LFS = 1000;

    private static final String SCRIPT = "#!/bin/sh\n" + MARK + """
            : uploads the objects of checkpoints, then runs the hook that was
            # here before it, pre-push.chained, with the same input, or git-lfs's. 'git theta uninstall' puts that one back.
            theta=$(git config --get filter.theta.process) && theta=${theta%% filter-process*}
            if [ -z "$theta" ] || ! eval "command -v $theta" >/dev/null 2>&1; then
                echo "git theta: not found, and without it this push would leave out the objects of checkpoints: run" \\
                    "'git theta install', or delete $0 if this repository has no checkpoints" >&2
                exit 3
            fi
            updates=$(cat && echo .) && updates=${updates%.}
            printf %s "$updates" | eval "$theta pre-push \\"\\$@\\"" || exit
            lfs=
            for next in "$0".chained*; do
                if [ -x "$next" ]; then
                    printf %s "$updates" | "$next" "$@" || exit
                    if grep -q 'git[- ]lfs' "$next"; then lfs=done; fi
                fi
            done
            # git-lfs puts no hook of its own where another is.
            if [ -z "$lfs" ] && git config --get filter.lfs.process >/dev/null && command -v git-lfs >/dev/null 2>&1; then
                printf %s "$updates" | git lfs pre-push "$@" || exit
            fi
            """;

    private final Path hook;

    /** Takes the folder of hooks. */
    public PrePushHook(Path hooks) {
        hook = hooks.resolve("pre-push");
    }

    /** Finds the folder that git runs hooks from, which core.hooksPath may have moved. */
    public static PrePushHook of(Git git) throws IOException {
        return new PrePushHook(git.directory()
                .resolve(git.run("rev-parse", "--git-path", "hooks").line())
                .normalize());
    }

    /** Says how the hook stands. */
    public enum State {
        /** There is none. */
        ABSENT,
        /** It is ours. */
        OURS,
        /** It is the one that git-lfs writes. */
        GIT_LFS,
        /** It is another's: a push does not upload the objects of checkpoints. */
        FOREIGN
    }

    /** Returns the hook's path. */
    public Path path() {
        return hook;
    }

    /** Looks how the hook stands. */
    public State state() throws IOException {
        if (!Files.exists(hook)) {
            return State.ABSENT;
        }
        String text = Files.size(hook) < LONGEST ? Files.readString(hook, StandardCharsets.ISO_8859_1) : "";
        if (text.contains(MARK)) {
            return State.OURS;
        }
        return text.endsWith(GIT_LFS) && text.length() < LONGEST_GIT_LFS ? State.GIT_LFS : State.FOREIGN;
    }

    /**
     * Sees to it that pushes upload objects, as far as that takes nothing away from anybody: where there is no hook, or
     * git-lfs's own.
     *
     * @return what is wrong, one sentence, if another program's hook is there
     */
    public Optional<String> ensure() throws IOException {
        State state = state();
        if (state == State.FOREIGN) {
            return Optional.of("the hook " + hook + " is not git theta's, so that a push would leave out the objects of"
                    + " checkpoints: 'git theta install' puts git theta's before it and keeps it");
        }
        if (state != State.OURS) {
            install();
        }
        return Optional.empty();
    }

    /**
     * Puts our hook in place.
     *
     * @return where the hook that was there has gone, if there was one
     */
    public Optional<Path> install() throws IOException {
        State state = state();
        if (state == State.OURS && Files.readString(hook).equals(SCRIPT)) {
            return Optional.empty();
        }
        Files.createDirectories(hook.getParent());
        Path written = Files.createTempFile(hook.getParent(), "pre-push", ".new");
        try {
            Files.writeString(written, SCRIPT);
            Files.setPosixFilePermissions(written, PosixFilePermissions.fromString("rwxr-xr-x"));
            Optional<Path> moved = Optional.empty();
            if (state == State.FOREIGN || state == State.GIT_LFS) {
                moved = Optional.of(chainedName());
                Files.move(hook, moved.get());
            }
            Files.move(written, hook, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            return moved;
        } finally {
            Files.deleteIfExists(written);
        }
    }

    /**
     * Takes our hook away and puts back the one that was there first.
     *
     * @return whether there was something to do
     */
    public boolean uninstall() throws IOException {
        if (state() != State.OURS) {
            return false;
        }
        if (Files.exists(chained(1))) {
            Files.move(chained(1), hook, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } else {
            Files.delete(hook);
        }
        return true;
    }

    private Path chainedName() throws IOException {
        for (int i = 1; i <= MOST_CHAINED; i++) {
            if (!Files.exists(chained(i))) {
                return chained(i);
            }
        }
        throw new IOException(
                "there are " + MOST_CHAINED + " hooks behind " + hook + ": delete those that are not used");
    }

    private Path chained(int number) {
        return hook.resolveSibling(hook.getFileName() + ".chained" + (number == 1 ? "" : "-" + number));
    }
}
