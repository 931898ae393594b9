// SPDX-License-Identifier: Apache-2.0
package org.gittheta.cli.install;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Knows the settings that make git run git theta, and which of the values found are its own. */
public final class ThetaSettings {
    /** The key of the long-running filter. */
    public static final String PROCESS = "filter.theta.process";

    /** The key that makes a failing filter fail the git command. */
    public static final String REQUIRED = "filter.theta.required";

    /** The key of the merge driver. */
    public static final String DRIVER = "merge.theta.driver";

    /** The key of the one-shot filter of files that are added. */
    public static final String CLEAN = "filter.theta.clean";

    /** The key of the one-shot filter of files that are checked out. */
    public static final String SMUDGE = "filter.theta.smudge";

    /** The key of what git diff shows behind a hunk's line numbers. */
    private static final String HUNK_HEADER = "diff.theta.xfuncname";

    /** Without a setting git shows the unchanged line above the hunk there, which looks as if it had changed. */
    private static final String FRAME_LINE = "^(frame [a-z0-9-]+)";

    private static final String NAME = "merge.theta.name";
    private static final String OUR_NAME = "git theta";
    private static final Set<String> TRUE = Set.of("true", "yes", "on", "1", "");

    /** A launcher, plain or quoted, and the word after it. */
    private static final Pattern COMMAND = Pattern.compile(
            "(?:[^\\s']*/)?git-theta +([a-z-]+)( .*)?" + "|'(?:[^']|'\\\\'')*/git-theta' +([a-z-]+)( .*)?",
            Pattern.DOTALL);

    private ThetaSettings() {}

    /**
     * Returns the settings, the key first, in the order they are written: git is told that the filter is required only
     * after it knows the filter.
     *
     * @param launcher the shell words that start the launcher
     * @param skipSmudge whether checkouts leave stubs
     */
    static Map<String, String> wanted(String launcher, boolean skipSmudge) {
        // Git replaces %f and its like in all commands but the process, so that a percent sign is doubled there.
        String escaped = launcher.replace("%", "%%");
        Map<String, String> settings = new LinkedHashMap<>();
        settings.put(PROCESS, launcher + " filter-process" + (skipSmudge ? " --skip-smudge" : ""));
        settings.put(CLEAN, escaped + " clean -- %f");
        settings.put(SMUDGE, escaped + (skipSmudge ? " smudge --skip -- %f" : " smudge -- %f"));
        settings.put(REQUIRED, "true");
        settings.put(NAME, OUR_NAME);
        settings.put(DRIVER, escaped + " merge-driver %O %A %B %P %L");
        settings.put(HUNK_HEADER, FRAME_LINE);
        return settings;
    }

    /** Tells whether some git theta of this kind, of any version and place, wrote a value. */
    public static boolean isOurs(ConfigValue found) {
        return switch (found.key()) {
            case PROCESS -> starts(found.value(), "filter-process");
            case CLEAN -> starts(found.value(), "clean");
            case SMUDGE -> starts(found.value(), "smudge");
            case DRIVER -> starts(found.value(), "merge-driver");
            case REQUIRED -> isTrue(found.value());
            case HUNK_HEADER -> found.value().equals(FRAME_LINE);
            case NAME -> found.value().equals(OUR_NAME);
            default -> false;
        };
    }

    /** Tells whether git reads a value as true. */
    public static boolean isTrue(String value) {
        return TRUE.contains(value.toLowerCase(Locale.ROOT));
    }

    private static boolean starts(String value, String command) {
        Matcher matcher = COMMAND.matcher(value);
        return matcher.matches() && (command.equals(matcher.group(1)) || command.equals(matcher.group(3)));
    }
}
