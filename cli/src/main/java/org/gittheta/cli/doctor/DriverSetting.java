// SPDX-License-Identifier: Apache-2.0
package org.gittheta.cli.doctor;

import java.io.IOException;
import java.util.Optional;
import org.gittheta.cli.install.ConfigValue;
import org.gittheta.cli.install.InstalledCommand;
import org.gittheta.cli.install.ThetaSettings;

/** Judges a setting whose value is a command of git theta. */
final class DriverSetting {
    private final String check;
    private final Patient patient;

    DriverSetting(String check, Patient patient) {
        this.check = check;
        this.patient = patient;
    }

    /** Returns what is wrong with a setting, or nothing. */
    Optional<Finding> examine(String key) throws IOException {
        ConfigValue value = patient.settings().get(key);
        if (value == null) {
            return Optional.of(Finding.fault(check, key + " is not set", "git theta install"));
        }
        if (!ThetaSettings.isOurs(value)) {
            return Optional.of(Finding.fault(
                    check, "another program's setting is in effect: " + value, install(value) + " --force"));
        }
        String path = patient.context().environment().getOrDefault("PATH", "");
        if (InstalledCommand.launcher(value.value(), path).isEmpty()) {
            return Optional.of(
                    Finding.fault(check, "the program that it names is not there: " + value, install(value)));
        }
        return Optional.empty();
    }

    /** Returns the command that writes our value where this one stands. */
    static String install(ConfigValue value) {
        boolean file = value != null
                && !value.scope().equals("command")
                && !value.scope().equals("global");
        return "git theta install" + (file ? " --" + value.scope() : "");
    }
}
