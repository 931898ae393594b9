// SPDX-License-Identifier: Apache-2.0
package org.gittheta.cli.doctor;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.gittheta.cli.CommandContext;
import org.gittheta.lfs.hook.PrePushHook;

/** Looks at who owns the hooks that matter for checkpoints. */
final class HooksCheck implements Check {
    private static final long LONGEST_HOOK = 1 << 20;

    @Override
    public String name() {
        return "hooks";
    }

    @Override
    public List<Finding> run(Patient patient) throws IOException {
        if (patient.repository().isEmpty()) {
            return List.of();
        }
        CommandContext context = patient.context();
        Path folder = context.directory()
                .resolve(patient.git().run("rev-parse", "--git-path", "hooks").line());
        String where = patient.setting("core.hooksPath")
                .map(value -> " (core.hooksPath = " + value + ")")
                .orElse("");
        List<Finding> findings = new ArrayList<>();
        Path postCommit = folder.resolve("post-commit");
        if (callsTheta(text(postCommit), "post-commit")) {
            findings.add(Finding.warning(
                    name(),
                    postCommit + " is a hook of the Python program named git-theta" + where,
                    "rm '" + postCommit + "'"));
        }
        findings.add(prePush(folder.resolve("pre-push"), where));
        return findings;
    }

    private Finding prePush(Path hook, String where) throws IOException {
        PrePushHook ours = new PrePushHook(hook.getParent());
        PrePushHook.State state = ours.state();
        if (state == PrePushHook.State.OURS) {
            return Finding.ok(name(), "pre-push uploads the objects of checkpoints" + where);
        }
        if (callsTheta(text(hook), "pre-push")) {
            return Finding.warning(
                    name(), hook + " is a hook of the Python program named git-theta" + where, "rm '" + hook + "'");
        }
        String owner = switch (state) {
            case ABSENT -> "there is no pre-push hook";
            case GIT_LFS -> "pre-push is git-lfs's";
            default -> "pre-push is another program's";
        };
        return Finding.warning(
                name(), owner + where + ": a push leaves out the objects of checkpoints", "git theta install");
    }

    private static boolean callsTheta(String text, String hook) {
        return text.contains("git theta " + hook)
                || text.contains("git-theta " + hook)
                || text.contains("git-theta' " + hook);
    }

    /** Reads a hook; one that is missing or no script reads as empty. */
    private static String text(Path hook) throws IOException {
        if (!Files.isRegularFile(hook) || Files.size(hook) > LONGEST_HOOK) {
            return "";
        }
        return new String(Files.readAllBytes(hook), StandardCharsets.ISO_8859_1);
    }
}
