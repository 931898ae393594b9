// SPDX-License-Identifier: Apache-2.0
package org.gittheta.lfs.remote;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.gittheta.storage.repository.Git;

/**
 * Holds git's settings {@code http.*} and {@code http.URL.*} for one URL (git-config(1)), and the variables that go before
 * them.
 *
 * @param git git, whose environment is asked
 * @param url the URL
 * @param values the value of each key, in lower case and without {@code http.}; of several values git tells the last
 */
record HttpSettings(Git git, URI url, Map<String, String> values) {
    static HttpSettings of(Git git, URI url) throws IOException {
        Git.Output output = git.attempt(new byte[0], "config", "-z", "--get-urlmatch", "http", url.toString());
        Map<String, String> values = new HashMap<>();
        for (String part : output.parts()) {
            int end = part.indexOf('\n');
            String key = end < 0 ? part : part.substring(0, end);
            values.put(
                    key.toLowerCase(Locale.ROOT).replaceFirst("^http\\.", ""),
                    end < 0 ? "true" : part.substring(end + 1));
        }
        return new HttpSettings(git, url, Map.copyOf(values));
    }

    Optional<String> value(String key) {
        return Optional.ofNullable(values.get(key));
    }

    /** Returns {@code http.extraHeader}. */
    Optional<Map.Entry<String, String>> extraHeader() {
        String text = value("extraheader").orElse("");
        int colon = text.indexOf(':');
        return colon > 0
                ? Optional.of(Map.entry(
                        text.substring(0, colon).strip(),
                        text.substring(colon + 1).strip()))
                : Optional.empty();
    }

    /** Tells whether the server's certificate is to be looked at: {@code http.sslVerify}, {@code GIT_SSL_NO_VERIFY}. */
    boolean verifies() throws IOException {
        if (git.variable("GIT_SSL_NO_VERIFY").isPresent()) {
            return false;
        }
        return value("sslverify").isEmpty() || !read("bool", "http.sslVerify").equals("false");
    }

    /** Returns the file of those who may vouch for the server: {@code GIT_SSL_CAINFO}, {@code http.sslCAInfo}. */
    Optional<Path> authorities() throws IOException {
        Optional<String> variable = git.variable("GIT_SSL_CAINFO");
        if (variable.isPresent()) {
            return variable.map(git.directory()::resolve);
        }
        return value("sslcainfo").isEmpty()
                ? Optional.empty()
                : Optional.of(git.directory().resolve(read("path", "http.sslCAInfo")));
    }

    private String read(String type, String key) throws IOException {
        return git.run("config", "--type=" + type, "--get-urlmatch", key, url.toString())
                .line();
    }
}
