// SPDX-License-Identifier: Apache-2.0
package org.gittheta.storage.tensor;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/**
 * Names a parameter; holds the name as the checkpoint spells it and writes it so that it stays one word of one line.
 *
 * <p>The escaped form is the UTF-8 name in which {@code %} and the characters that are not visible or change the
 * direction of text (U+0000–0020, 007F–00A0, 00AD, 061C, 1680, 180E, 2000–200F, 2028–202F, 205F–206F, 3000, FEFF,
 * FFF9–FFFB, E0000–E0FFF) are written as {@code %XX} for each of their bytes, with upper-case digits; the empty name is
 * {@code %}. Unpaired surrogates become U+FFFD. The escaped form is canonical: a
 * name has exactly one. Names order by the bytes of their UTF-8 form.
 *
 * @param text the name itself
 */
public record ParameterName(String text) implements Comparable<ParameterName> {
    /** Ranges of code points, first and last: a list of our own, since the JDK's categories change with its version. */
    private static final int[] ESCAPED = {
        0x00, 0x20, '%', '%', 0x7F, 0xA0, 0xAD, 0xAD, 0x61C, 0x61C, 0x1680, 0x1680, 0x180E, 0x180E, 0x2000, 0x200F,
        0x2028, 0x202F, 0x205F, 0x206F, 0x3000, 0x3000, 0xFEFF, 0xFEFF, 0xFFF9, 0xFFFB, 0xE0000, 0xE0FFF
    };

    private static final char[] HEX = "0123456789ABCDEF".toCharArray();

    /** Replaces unpaired surrogates. */
    public ParameterName {
        text = pairedOnly(text);
    }

    /**
     * Parses the escaped form.
     *
     * @throws IllegalArgumentException if the text is not the canonical escaped form of a name
     */
    public static ParameterName unescape(String escaped) {
        ParameterName name = new ParameterName(decode(escaped));
        if (!name.escaped().equals(escaped)) {
            throw new IllegalArgumentException("not an escaped parameter name: " + escaped);
        }
        return name;
    }

    /** Returns the escaped form. */
    public String escaped() {
        if (text.isEmpty()) {
            return "%";
        }
        boolean isPlain = true;
        for (int i = 0; i < text.length() && isPlain; i++) {
            char c = text.charAt(i);
            isPlain = c > ' ' && c < 0x7F && c != '%';
        }
        if (isPlain) {
            return text;
        }
        StringBuilder out = new StringBuilder();
        text.codePoints().forEach(c -> {
            if (isVisible(c)) {
                out.appendCodePoint(c);
            } else {
                for (byte b : Character.toString(c).getBytes(StandardCharsets.UTF_8)) {
                    out.append('%').append(HEX[(b >> 4) & 15]).append(HEX[b & 15]);
                }
            }
        });
        return out.toString();
    }

    private static boolean isVisible(int c) {
        for (int i = 0; i < ESCAPED.length; i += 2) {
            if (c >= ESCAPED[i] && c <= ESCAPED[i + 1]) {
                return false;
            }
        }
        return true;
    }

    private static String decode(String escaped) {
        if (escaped.equals("%") || escaped.indexOf('%') < 0) {
            return escaped.equals("%") ? "" : escaped;
        }
        byte[] bytes = escaped.getBytes(StandardCharsets.UTF_8);
        ByteArrayOutputStream out = new ByteArrayOutputStream(bytes.length);
        for (int i = 0; i < bytes.length; i++) {
            if (bytes[i] != '%') {
                out.write(bytes[i]);
            } else if (i + 2 < bytes.length) {
                int high = Character.digit(bytes[i + 1], 16);
                int low = Character.digit(bytes[i + 2], 16);
                if (high < 0 || low < 0) {
                    throw new IllegalArgumentException("not an escaped parameter name: " + escaped);
                }
                out.write(high << 4 | low);
                i += 2;
            } else {
                throw new IllegalArgumentException("not an escaped parameter name: " + escaped);
            }
        }
        return out.toString(StandardCharsets.UTF_8);
    }

    private static String pairedOnly(String text) {
        boolean clean = true;
        for (int i = 0; i < text.length() && clean; i++) {
            clean = !Character.isSurrogate(text.charAt(i));
        }
        if (clean) {
            return text;
        }
        StringBuilder out = new StringBuilder();
        text.codePoints().forEach(c -> out.appendCodePoint(Character.getType(c) == Character.SURROGATE ? 0xFFFD : c));
        return out.toString();
    }

    /** Compares by the bytes of the UTF-8 forms, which is the order of code points. */
    // A record's own equals and hashCode are put together when they first run, which costs a short run 10 ms.

    @Override
    public boolean equals(Object other) {
        return other instanceof ParameterName name && text.equals(name.text);
    }

    @Override
    public int hashCode() {
        return text.hashCode();
    }

    @Override
    public int compareTo(ParameterName other) {
        int most = Math.min(text.length(), other.text.length());
        for (int i = 0; i < most; i++) {
            char a = text.charAt(i);
            char b = other.text.charAt(i);
            if (a != b) {
                boolean aPair = Character.isSurrogate(a);
                boolean bPair = Character.isSurrogate(b);
                return aPair == bPair ? Character.compare(a, b) : aPair ? 1 : -1;
            }
        }
        return Integer.compare(text.length(), other.text.length());
    }

    @Override
    public String toString() {
        return text;
    }
}
