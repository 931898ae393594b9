// SPDX-License-Identifier: Apache-2.0
package org.gittheta.cli.doctor;

import java.io.IOException;
import java.util.List;
import org.gittheta.storage.repository.Git;

/** Looks for git-lfs, which moves objects to and from servers; local work needs none. */
final class GitLfsCheck implements Check {
    private static final Versions NEEDED = new Versions(3, 3);

    @Override
    public String name() {
        return "git-lfs";
    }

    @Override
    public List<Finding> run(Patient patient) throws IOException {
        Git.Output output = patient.git().attempt(new byte[0], "lfs", "version");
        if (output.exitCode() != 0) {
            return List.of(Finding.warning(
                    name(),
                    "git-lfs is not installed: local work needs none, pushing and fetching checkpoints does",
                    "install git-lfs 3.3 or newer"));
        }
        String said = output.line();
        boolean old = Versions.in(said).map(version -> version.before(NEEDED)).orElse(true);
        return List.of(
                old
                        ? Finding.warning(
                                name(), said + " is too old to push checkpoints", "install git-lfs 3.3 or newer")
                        : Finding.ok(name(), said));
    }
}
