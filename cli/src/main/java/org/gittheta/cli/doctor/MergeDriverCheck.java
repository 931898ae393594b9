// SPDX-License-Identifier: Apache-2.0
package org.gittheta.cli.doctor;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.gittheta.cli.install.ConfigValue;
import org.gittheta.cli.install.ThetaSettings;

/** Looks at the merge driver named theta, and for a diff driver of that name, which git theta does not have. */
final class MergeDriverCheck implements Check {
    @Override
    public String name() {
        return "merge";
    }

    @Override
    public List<Finding> run(Patient patient) throws IOException {
        List<Finding> findings = new ArrayList<>();
        new DriverSetting(name(), patient).examine(ThetaSettings.DRIVER).ifPresent(findings::add);
        if (findings.isEmpty()) {
            findings.add(Finding.ok(
                    name(), patient.settings().get(ThetaSettings.DRIVER).toString()));
        }
        for (ConfigValue value : patient.settings().values()) {
            if (value.key().startsWith("diff.theta.")) {
                findings.add(Finding.warning(
                        name(),
                        "another program's diff driver: " + value,
                        "git config --" + value.scope() + " --unset-all " + value.key()));
            }
        }
        return findings;
    }
}
