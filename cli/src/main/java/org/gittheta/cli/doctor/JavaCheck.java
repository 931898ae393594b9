// SPDX-License-Identifier: Apache-2.0
package org.gittheta.cli.doctor;

import java.util.List;
import org.gittheta.cli.Installation;

/** Looks at the Java that runs git theta, and whether it starts as fast as it can. */
final class JavaCheck implements Check {
    @Override
    public String name() {
        return "java";
    }

    @Override
    public List<Finding> run(Patient patient) {
        Installation installation = patient.context().installation();
        String java = "Java " + Runtime.version() + ", " + installation.java();
        if (installation.archive().isPresent()) {
            return List.of(Finding.ok(name(), java + ", class-data archive in use"));
        }
        return List.of(Finding.warning(
                name(),
                java + " runs without its class-data archive: starting takes longer",
                "git-theta make-archives"));
    }
}
