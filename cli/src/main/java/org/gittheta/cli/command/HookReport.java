// SPDX-License-Identifier: Apache-2.0
package org.gittheta.cli.command;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.gittheta.cli.CommandContext;
import org.gittheta.lfs.hook.PrePushHook;

/** Puts the pre-push hook of a repository in place or away, and says on standard error what became of others' hooks. */
final class HookReport {
    private HookReport() {}

    static void installed(CommandContext context) throws IOException {
        PrePushHook hook = PrePushHook.of(context.git());
        Optional<Path> moved = hook.install();
        if (moved.isPresent()) {
            context.err()
                    .println("git theta: " + hook.path() + " was there already: it is " + moved.get()
                            + " now, and runs after git theta's");
        }
    }

    static void uninstalled(CommandContext context) throws IOException {
        PrePushHook hook = PrePushHook.of(context.git());
        if (hook.uninstall()) {
            context.err().println("git theta: took the hook " + hook.path() + " away");
        }
    }
}
