// SPDX-License-Identifier: Apache-2.0
package org.gittheta.cli.doctor;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.gittheta.cli.CommandContext;
import org.gittheta.cli.Failures;

/** Runs every check and collects what they find. */
public final class Doctor {
    private Doctor() {}

    /** Lists the checks in the order of the report. A new one is one line here. */
    private static List<Check> checks() {
        return List.of(
                new GitCheck(),
                new GitLfsCheck(),
                new JavaCheck(),
                new LauncherCheck(),
                new FilterCheck(),
                new MergeDriverCheck(),
                new AttributesCheck(),
                new HooksCheck(),
                new StoreCheck(),
                new TemporaryFilesCheck(),
                new DiskSpaceCheck());
    }

    /** Returns the findings of all checks. */
    public static List<Finding> examine(CommandContext context) throws IOException {
        Patient patient = Patient.of(context);
        List<Finding> findings = new ArrayList<>();
        for (Check check : checks()) {
            try {
                findings.addAll(check.run(patient));
            } catch (IOException | RuntimeException e) {
                findings.add(Finding.unknown(check.name(), Failures.of(e).sentence()));
            }
        }
        return findings;
    }
}
