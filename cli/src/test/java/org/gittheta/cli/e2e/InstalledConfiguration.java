// SPDX-License-Identifier: Apache-2.0
package org.gittheta.cli.e2e;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.gittheta.storage.object.TemporaryFiles;

/** Is what {@code git theta install} writes for a user, asked of it once: most tests begin with it. */
final class InstalledConfiguration {
    private static final String TEXT = install();

    private InstalledConfiguration() {}

    static String text() {
        return TEXT;
    }

    private static String install() {
        try {
            Path folder = Files.createTempDirectory("installed");
            Sandbox sandbox = Sandbox.in(folder);
            sandbox.theta(folder, "install").succeeded();
            String text = Files.readString(sandbox.globalConfiguration());
            TemporaryFiles.deleteTree(folder);
            return text;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
