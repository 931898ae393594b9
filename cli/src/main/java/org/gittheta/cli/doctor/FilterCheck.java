// SPDX-License-Identifier: Apache-2.0
package org.gittheta.cli.doctor;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.gittheta.cli.install.ConfigValue;
import org.gittheta.cli.install.ThetaSettings;

/** Looks at the filter named theta that git would really run here. */
final class FilterCheck implements Check {
    @Override
    public String name() {
        return "filter";
    }

    @Override
    public List<Finding> run(Patient patient) throws IOException {
        DriverSetting setting = new DriverSetting(name(), patient);
        List<Finding> findings = new ArrayList<>();
        for (String key : List.of(ThetaSettings.PROCESS, ThetaSettings.CLEAN, ThetaSettings.SMUDGE)) {
            setting.examine(key).ifPresent(findings::add);
        }
        ConfigValue required = patient.settings().get(ThetaSettings.REQUIRED);
        if (required == null || !ThetaSettings.isTrue(required.value())) {
            String found = required == null ? ThetaSettings.REQUIRED + " is not set" : required.toString();
            findings.add(Finding.fault(
                    name(),
                    found + ": when the filter fails, git would store the checkpoint raw",
                    DriverSetting.install(required)));
        }
        if (findings.isEmpty()) {
            findings.add(Finding.ok(
                    name(), patient.settings().get(ThetaSettings.PROCESS).toString()));
        }
        return findings;
    }
}
