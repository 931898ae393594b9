// SPDX-License-Identifier: Apache-2.0
package org.gittheta.cli.doctor;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.gittheta.cli.install.InstalledCommand;

/** Looks at what {@code git theta} starts: this installation, another one, or the Python program of that name. */
final class LauncherCheck implements Check {
    @Override
    public String name() {
        return "launcher";
    }

    @Override
    public List<Finding> run(Patient patient) throws IOException {
        Optional<Path> launcher = patient.context().installation().launcher();
        if (launcher.isEmpty()) {
            return List.of(Finding.unknown(name(), "git theta was not started by its launcher"));
        }
        String path = patient.context().environment().getOrDefault("PATH", "");
        Optional<Path> found = InstalledCommand.onPath("git-theta", path);
        if (found.isEmpty()) {
            return List.of(Finding.warning(
                    name(),
                    launcher.get() + " is not on the PATH, so git does not know 'git theta'",
                    "add " + launcher.get().getParent() + " to the PATH"));
        }
        if (!found.get().toRealPath().equals(launcher.get().toRealPath())) {
            return List.of(Finding.warning(
                    name(),
                    "'git theta' starts " + found.get() + ", not this " + launcher.get(),
                    "put " + launcher.get().getParent() + " first on the PATH, or uninstall the other"));
        }
        return List.of(Finding.ok(name(), found.get().toString()));
    }
}
