// SPDX-License-Identifier: Apache-2.0
package org.gittheta.cli.run;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * Finds the files that patterns mean, as Python's {@code glob} does: {@code *} and {@code ?} within a name, {@code [a-z]},
 * {@code **} for folders at any depth; a name that begins with a dot is only found by a pattern that does.
 *
 * @param folder where the patterns begin
 */
public record Globs(Path folder) {
    private static final Pattern MAGIC = Pattern.compile("[*?\\[]");

    /**
     * Holds what was found.
     *
     * @param paths the files, those of each pattern in their order; a pattern without any stands for itself
     * @param misses the patterns without any
     */
    public record Found(List<String> paths, List<String> misses) {}

    /** Looks for all patterns; "." is the folder itself and not looked for. */
    public Found find(List<String> patterns) throws IOException {
        List<String> paths = new ArrayList<>();
        List<String> misses = new ArrayList<>();
        for (String pattern : patterns) {
            TreeSet<String> found = new TreeSet<>();
            if (!pattern.equals(".")) {
                boolean isAbsolute = pattern.startsWith("/");
                String[] names = pattern.replaceAll("^/+|/+$", "").split("/+", -1);
                walk(isAbsolute ? folder.getRoot() : folder, isAbsolute ? "/" : "", names, 0, found);
                if (found.isEmpty()) {
                    misses.add(pattern);
                    found.add(pattern);
                }
            }
            paths.addAll(found);
        }
        return new Found(paths, misses);
    }

    private static void walk(Path at, String shown, String[] names, int index, TreeSet<String> found)
            throws IOException {
        if (index == names.length) {
            found.add(shown);
            return;
        }
        String name = names[index];
        String prefix = shown.isEmpty() || shown.endsWith("/") ? shown : shown + "/";
        if (!MAGIC.matcher(name).find()) {
            Path next = at.resolve(name);
            if (Files.exists(next, LinkOption.NOFOLLOW_LINKS)) {
                walk(next, prefix + name, names, index + 1, found);
            }
            return;
        }
        boolean isDeep = name.equals("**");
        if (isDeep && index + 1 < names.length) {
            walk(at, shown, names, index + 1, found);
        }
        Pattern pattern = isDeep ? null : Pattern.compile(regex(name), Pattern.DOTALL);
        for (Path child : children(at)) {
            String childName = child.getFileName().toString();
            if (childName.startsWith(".") && !name.startsWith(".")) {
                continue;
            }
            if (!isDeep) {
                if (pattern.matcher(childName).matches()) {
                    walk(child, prefix + childName, names, index + 1, found);
                }
            } else {
                if (index + 1 == names.length) {
                    found.add(prefix + childName);
                }
                if (Files.isDirectory(child, LinkOption.NOFOLLOW_LINKS)) {
                    walk(child, prefix + childName, names, index, found);
                }
            }
        }
    }

    private static List<Path> children(Path folder) throws IOException {
        List<Path> children = new ArrayList<>();
        if (Files.isDirectory(folder)) {
            try (DirectoryStream<Path> stream = Files.newDirectoryStream(folder)) {
                stream.forEach(children::add);
            } catch (NotDirectoryException e) {
                return List.of();
            }
        }
        return children;
    }

    private static String regex(String glob) {
        StringBuilder regex = new StringBuilder();
        for (int i = 0; i < glob.length(); i++) {
            char c = glob.charAt(i);
            int close = c == '[' ? glob.indexOf(']', i + 2) : -1;
            if (c == '*') {
                regex.append(".*");
            } else if (c == '?') {
                regex.append('.');
            } else if (close > 0) {
                String set = glob.substring(i + 1, close).replaceAll("([\\\\\\[&^])", "\\\\$1");
                regex.append('[')
                        .append(set.startsWith("!") ? "^" + set.substring(1) : set)
                        .append(']');
                i = close;
            } else {
                regex.append(Pattern.quote(String.valueOf(c)));
            }
        }
        return regex.toString();
    }
}
