// SPDX-License-Identifier: Apache-2.0
package org.gittheta.cli.repository;

import java.io.IOException;
import java.util.Optional;
import org.gittheta.cli.CommandContext;
import org.gittheta.cli.CommandException;
import org.gittheta.cli.ExitCode;
import org.gittheta.storage.repository.Git;
import org.gittheta.storage.stub.Stub;
import org.gittheta.storage.stub.StubFormatException;

/**
 * Reads the stub that {@code REV:PATH} names, or {@code :PATH} in the index. The index of a model in several files, or its folder, names
 * the whole model.
 */
public final class StubAt {
    private StubAt() {}

    /**
     * Reads it.
     *
     * @throws CommandException if git has no such file, or it is no checkpoint that git theta stored
     * @throws StubFormatException if it begins like a stub and is none
     */
    public static Stub read(CommandContext context, String name) throws IOException {
        context.repository();
        Optional<Stub> sharded =
                name.indexOf(':') < 0 || name.startsWith("-") ? Optional.empty() : ShardedAt.read(context, name);
        if (sharded.isPresent()) {
            return sharded.get();
        }
        boolean isName = name.indexOf(':') >= 0 && !name.startsWith("-");
        Git.Output oid = context.git().attempt(new byte[0], "rev-parse", "--verify", "--quiet", isName ? name : "");
        if (!isName || oid.exitCode() != 0) {
            throw new CommandException(
                    ExitCode.USAGE,
                    "git has no file '" + name + "': name one as REV:PATH, such as HEAD:model.safetensors");
        }
        try (BlobReader blobs = new BlobReader(context.git())) {
            BlobContent content = blobs.read(oid.line());
            if (content instanceof BlobContent.Stubbed stubbed) {
                return stubbed.stub();
            }
            if (content instanceof BlobContent.Damaged damaged) {
                throw new StubFormatException("the stub " + name + ": " + damaged.reason());
            }
            throw new CommandException(
                    ExitCode.USAGE, "'" + name + "' is no checkpoint that git theta stored: git has the file itself");
        }
    }
}
