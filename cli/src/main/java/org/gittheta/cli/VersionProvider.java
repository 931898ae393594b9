// SPDX-License-Identifier: Apache-2.0
package org.gittheta.cli;

import com.github.luben.zstd.util.ZstdVersion;
import java.io.IOException;
import java.io.InputStream;
import java.util.Properties;
import picocli.CommandLine.IVersionProvider;

/** Says which git theta, Java and zstd are running. */
final class VersionProvider implements IVersionProvider {
    @Override
    public String[] getVersion() throws IOException {
        return new String[] {
            "git-theta " + version() + " (Java " + System.getProperty("java.version") + ", zstd " + zstd() + ")"
        };
    }

    /** Returns the version that the build wrote into version.properties. */
    static String version() throws IOException {
        Properties properties = new Properties();
        try (InputStream in = VersionProvider.class.getResourceAsStream("version.properties")) {
            properties.load(in);
        }
        return properties.getProperty("version").replace("-SNAPSHOT", "");
    }

    /** Returns zstd's own version, without the number of the Java binding's release. */
    private static String zstd() {
        return ZstdVersion.VERSION.replaceFirst("-.*", "");
    }
}
