// SPDX-License-Identifier: Apache-2.0
package org.gittheta.cli.migrate;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/**
 * Is one entry of a tree object: {@code MODE SP NAME NUL ID}.
 *
 * @param mode its mode, as it is written there
 * @param name its name, one character a byte
 * @param id the object's id
 */
record TreeEntry(String mode, String name, String id) {
    /** Reads the entries of a tree. */
    static List<TreeEntry> parse(byte[] tree, int idBytes) throws IOException {
        List<TreeEntry> entries = new ArrayList<>();
        int at = 0;
        while (at < tree.length) {
            int space = find(tree, at, ' ');
            int end = find(tree, space, 0);
            if (end + 1 + idBytes > tree.length) {
                throw damaged();
            }
            entries.add(new TreeEntry(
                    latin(tree, at, space),
                    latin(tree, space + 1, end),
                    HexFormat.of().formatHex(tree, end + 1, end + 1 + idBytes)));
            at = end + 1 + idBytes;
        }
        return entries;
    }

    /** Returns the tree of some entries, in their order. */
    static byte[] tree(List<TreeEntry> entries) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (TreeEntry entry : entries) {
            out.writeBytes((entry.mode + " " + entry.name + "\0").getBytes(StandardCharsets.ISO_8859_1));
            out.writeBytes(HexFormat.of().parseHex(entry.id));
        }
        return out.toByteArray();
    }

    boolean isTree() {
        return mode.equals("40000") || mode.equals("040000");
    }

    boolean isFile() {
        return mode.startsWith("100");
    }

    TreeEntry with(String other) {
        return new TreeEntry(mode, name, other);
    }

    /** Returns what git orders entries by: a folder's name ends with a slash. */
    String key() {
        return isTree() ? name + "/" : name;
    }

    private static int find(byte[] tree, int from, int wanted) throws IOException {
        for (int i = from; i < tree.length; i++) {
            if (tree[i] == wanted) {
                return i;
            }
        }
        throw damaged();
    }

    private static String latin(byte[] bytes, int from, int to) {
        return new String(bytes, from, to - from, StandardCharsets.ISO_8859_1);
    }

    private static IOException damaged() {
        return new IOException("a tree of this repository is damaged: 'git fsck' says which");
    }
}
