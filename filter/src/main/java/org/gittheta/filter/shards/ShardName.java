// SPDX-License-Identifier: Apache-2.0
package org.gittheta.filter.shards;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Is what the name of a file says of the model that it is a part of, as the library transformers names them: {@code
 * model-00001-of-00003.safetensors} is a part of {@code model.safetensors}, whose index is {@code model.safetensors.index.json}.
 *
 * @param folder the folder, empty or ending with {@code /}
 * @param stem the model's name up to its ending
 * @param ending its ending, empty or beginning with a dot
 */
public record ShardName(String folder, String stem, String ending) {
    /** What the name of an index ends with. */
    public static final String INDEX = ".index.json";

    private static final Pattern SHARD = Pattern.compile("(.*/)?([^/]+)-[0-9]+-of-[0-9]+(\\.[^/]*)?");
    private static final Pattern MODEL = Pattern.compile("(.*/)?([^/]+?)(\\.[^./]*)?");

    /** Reads the path of a part; nothing for other names. */
    public static Optional<ShardName> of(String path) {
        return of(SHARD.matcher(path));
    }

    /** Reads the path of an index; nothing for other names. */
    public static Optional<ShardName> ofIndex(String path) {
        return path.endsWith(INDEX)
                ? of(MODEL.matcher(path.substring(0, path.length() - INDEX.length())))
                : Optional.empty();
    }

    private static Optional<ShardName> of(Matcher matcher) {
        return matcher.matches()
                ? Optional.of(new ShardName(orEmpty(matcher.group(1)), matcher.group(2), orEmpty(matcher.group(3))))
                : Optional.empty();
    }

    private static String orEmpty(String group) {
        return group == null ? "" : group;
    }

    /** Returns the path of the model's index. */
    public String index() {
        return folder + stem + ending + INDEX;
    }

    /** Returns a path as a pathspec of git, which for an index is one of the model's files. */
    public static String pathspec(String path) {
        return ofIndex(path).map(ShardName::glob).orElse(path);
    }

    private String glob() {
        return ":(glob)" + (folder + stem).replaceAll("[\\\\*?\\[]", "\\\\$0") + "-*-of-*" + ending;
    }
}
