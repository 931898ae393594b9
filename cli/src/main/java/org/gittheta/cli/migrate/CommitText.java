// SPDX-License-Identifier: Apache-2.0
package org.gittheta.cli.migrate;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;

/**
 * Is the text of a commit or a tag, changed by lines so that all else stays as it is: names, dates, time zones, encodings,
 * headers that nobody knows, and the message.
 *
 * <p>Signatures are of the bytes before, so those of a text that changes are left out.
 */
final class CommitText {
    /** Headers that say something about bytes or parents that are no longer there. */
    private static final Set<String> OF_THE_OLD = Set.of("gpgsig", "gpgsig-sha256", "mergetag");

    private static final List<String> SIGNATURES =
            List.of("-----BEGIN PGP SIGNATURE-----", "-----BEGIN SSH SIGNATURE-----", "-----BEGIN SIGNED MESSAGE-----");

    /** Headers, each with the lines that continue it and its end; one character a byte. */
    private final List<String> headers = new ArrayList<>();

    private final String message;

    /** Takes the content of the object. */
    CommitText(byte[] content) {
        String text = new String(content, StandardCharsets.ISO_8859_1);
        int at = 0;
        while (at < text.length() && text.charAt(at) != '\n') {
            int end = text.indexOf('\n', at);
            while (end >= 0 && end + 1 < text.length() && text.charAt(end + 1) == ' ') {
                end = text.indexOf('\n', end + 1);
            }
            int next = end < 0 ? text.length() : end + 1;
            headers.add(text.substring(at, next));
            at = next;
        }
        message = text.substring(at);
    }

    /** Returns the value of the first header of that name. */
    String value(String name) throws IOException {
        return headers.stream()
                .filter(header -> name(header).equals(name))
                .map(header -> header.substring(name.length() + 1).strip())
                .findFirst()
                .orElseThrow(() -> new IOException("a commit or tag has no " + name + ": 'git fsck' says which"));
    }

    /** Returns the values of the headers of that name. */
    List<String> values(String name) {
        return headers.stream()
                .filter(header -> name(header).equals(name))
                .map(header -> header.substring(name.length() + 1).strip())
                .toList();
    }

    /** Returns the content of the commit with another tree and other parents. */
    byte[] commit(String tree, UnaryOperator<String> parents) {
        StringBuilder out = new StringBuilder();
        for (String header : headers) {
            switch (name(header)) {
                case "tree" -> out.append("tree ").append(tree).append('\n');
                case "parent" ->
                    out.append("parent ")
                            .append(parents.apply(
                                    header.substring("parent ".length()).strip()))
                            .append('\n');
                default -> appendKept(out, header);
            }
        }
        return out.append(message).toString().getBytes(StandardCharsets.ISO_8859_1);
    }

    /** Returns the content of the tag for another object. */
    byte[] tag(String object) {
        StringBuilder out = new StringBuilder();
        for (String header : headers) {
            if (name(header).equals("object")) {
                out.append("object ").append(object).append('\n');
            } else {
                appendKept(out, header);
            }
        }
        return out.append(unsigned()).toString().getBytes(StandardCharsets.ISO_8859_1);
    }

    /** Tells whether it has a signature in its headers, as commits do. */
    boolean isSigned() {
        return headers.stream().anyMatch(header -> name(header).startsWith("gpgsig"));
    }

    /** Tells whether it has a signature in its headers or behind its message, as tags do. */
    boolean isSignedTag() {
        return isSigned() || unsigned().length() < message.length();
    }

    private String unsigned() {
        int end = message.length();
        for (String signature : SIGNATURES) {
            int at = message.lastIndexOf("\n" + signature);
            end = at >= 0 ? Math.min(end, at + 1) : end;
        }
        return message.substring(0, end);
    }

    private static void appendKept(StringBuilder out, String header) {
        if (!OF_THE_OLD.contains(name(header))) {
            out.append(header);
        }
    }

    private static String name(String header) {
        int space = header.indexOf(' ');
        return space < 0 ? header : header.substring(0, space);
    }
}
