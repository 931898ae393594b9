// SPDX-License-Identifier: Apache-2.0
package org.gittheta.cli.doctor;

import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** Looks at the version of git. */
final class GitCheck implements Check {
    private static final Versions NEEDED = new Versions(2, 30);

    @Override
    public String name() {
        return "git";
    }

    @Override
    public List<Finding> run(Patient patient) throws IOException {
        String said = patient.git().run("version").line();
        Optional<Versions> version = Versions.in(said);
        if (version.isEmpty()) {
            return List.of(Finding.unknown(name(), said));
        }
        return List.of(
                version.get().before(NEEDED)
                        ? Finding.fault(name(), said + " is too old", "install git 2.30 or newer")
                        : Finding.ok(name(), said));
    }
}
