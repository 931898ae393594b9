// SPDX-License-Identifier: Apache-2.0
package org.gittheta.cli.doctor;

import java.io.IOException;
import java.util.List;
import org.gittheta.lfs.GitLfs;

/** Looks for git-lfs, which moves objects to and from servers; local work needs none. */
final class GitLfsCheck implements Check {
    private static final String FIX = "install git-lfs " + GitLfs.OLDEST + " or newer";

    @Override
    public String name() {
        return "git-lfs";
    }

    @Override
    public List<Finding> run(Patient patient) throws IOException {
        Finding finding = GitLfs.find(patient.git())
                .map(found -> found.canPushObjects()
                        ? Finding.ok(name(), found.description())
                        : Finding.warning(name(), found.description() + " is too old to push checkpoints", FIX))
                .orElseGet(() -> Finding.warning(
                        name(),
                        "git-lfs is not installed: local work needs none, pushing and fetching checkpoints does",
                        FIX));
        return List.of(finding);
    }
}
