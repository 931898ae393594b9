// SPDX-License-Identifier: Apache-2.0
package org.gittheta.lfs;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.gittheta.storage.digest.Sha256;

/** Makes one sentence of what git-lfs wrote to standard error, without secrets. */
public final class GitLfsAnswer {
    private static final int LONGEST = 300;
    private static final Pattern OID = Pattern.compile("\\b[0-9a-f]{64}\\b");
    private static final Pattern SECRET = Pattern.compile("(?<=://)[^/@\\s]+@");

    /** Lines that say only that something follows, or that git-lfs gave up. */
    private static final Pattern NOISE = Pattern.compile(
            "(?i)(batch response: |error: failed to (push|fetch) some .*|errors logged to .*|use `?git lfs logs.*|"
                    + "uploading lfs objects.*|downloading lfs objects.*|(fetch: )?fetching reference.*|"
                    + "failed to fetch some objects from .*|locking support detected.*|remote \"[^\"]*\" does not support.*)");

    private GitLfsAnswer() {}

    /**
     * Says what failed.
     *
     * @param doing what was done, ending with a preposition, such as {@code uploading to}
     * @param remote the name or URL of the remote
     * @param errors what git-lfs wrote
     */
    public static String sentence(String doing, String remote, String errors) {
        List<String> lines = errors.lines()
                .map(String::strip)
                .filter(line -> !line.isEmpty() && !NOISE.matcher(line).matches())
                .distinct()
                .limit(2)
                .toList();
        String said = lines.isEmpty() ? "git-lfs says nothing about it" : String.join("; ", lines);
        String safe = SECRET.matcher(said).replaceAll("");
        return doing + " " + shown(remote) + " failed: "
                + (safe.length() > LONGEST ? safe.substring(0, LONGEST) + "…" : safe);
    }

    /** Returns the objects that git-lfs named, in their order. */
    public static Set<Sha256> objects(String errors) {
        Set<Sha256> named = new LinkedHashSet<>();
        Matcher matcher = OID.matcher(errors);
        while (matcher.find()) {
            named.add(Sha256.parse(matcher.group()));
        }
        return named;
    }

    /** Returns a remote's name, or its URL without a password. */
    public static String shown(String remote) {
        return SECRET.matcher(remote).replaceAll("");
    }
}
