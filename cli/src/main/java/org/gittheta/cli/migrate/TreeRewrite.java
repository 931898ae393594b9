// SPDX-License-Identifier: Apache-2.0
package org.gittheta.cli.migrate;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Rewrites trees: the files in them by a rule, and the topmost attributes file by what became of the others.
 *
 * <p>A tree in which nothing changes keeps its id. What became of a tree is remembered for the next commits, up to a
 * bound: what is forgotten is computed again.
 */
final class TreeRewrite {
    private static final String ATTRIBUTES = ".gitattributes";
    private static final int MOST_REMEMBERED = 200_000;
    private static final int DEEPEST = 1024;

    private final ObjectReader reader;
    private final NewObjects objects;
    private final Rule rule;
    private final Map<String, Outcome> done = new LinkedHashMap<>(1024, 0.75f, true) {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Outcome> eldest) {
            return size() > MOST_REMEMBERED;
        }
    };

    TreeRewrite(ObjectReader reader, NewObjects objects, Rule rule) {
        this.reader = reader;
        this.objects = objects;
        this.rule = rule;
    }

    /**
     * Says what became of something.
     *
     * @param id its id now
     * @param counts whether it is, or holds, a file that the attributes have to name
     */
    record Outcome(String id, boolean counts) {}

    /** Decides what becomes of files. */
    interface Rule {
        /** Returns what becomes of a file; the path is from the top, one character a byte. */
        Outcome file(String path, TreeEntry entry) throws IOException;

        /** Returns what becomes of an attributes file that is not topmost. */
        String nestedAttributes(String blob) throws IOException;

        /**
         * Returns what becomes of the topmost attributes file.
         *
         * @param blob its id; empty if there is none
         * @return its new id; empty if there is to be none
         */
        String topAttributes(String blob, boolean counts) throws IOException;
    }

    /** Returns what becomes of the tree of a commit. */
    Outcome top(String tree) throws IOException {
        return tree("", tree, 0);
    }

    private Outcome tree(String prefix, String id, int depth) throws IOException {
        String key = prefix + "\0" + id;
        Outcome known = done.get(key);
        if (known != null) {
            return known;
        }
        if (depth > DEEPEST) {
            throw new IOException("a commit has folders that are nested more than " + DEEPEST + " deep");
        }
        List<TreeEntry> old = TreeEntry.parse(reader.read(id, "tree"), id.length() / 2);
        List<TreeEntry> entries = new ArrayList<>(old.size() + 1);
        boolean counts = false;
        for (TreeEntry entry : old) {
            Outcome outcome = entry(prefix, entry, depth);
            counts |= outcome.counts();
            entries.add(entry.with(outcome.id()));
        }
        if (depth == 0) {
            setAttributes(entries, counts);
        }
        Outcome outcome = new Outcome(
                entries.equals(old) ? id : objects.add(NewObjects.Kind.TREE, TreeEntry.tree(entries)), counts);
        done.put(key, outcome);
        return outcome;
    }

    private Outcome entry(String prefix, TreeEntry entry, int depth) throws IOException {
        if (entry.isTree()) {
            return tree(prefix + entry.name() + "/", entry.id(), depth + 1);
        }
        if (!entry.isFile()) {
            return new Outcome(entry.id(), false);
        }
        if (entry.name().equals(ATTRIBUTES)) {
            return new Outcome(depth == 0 ? entry.id() : rule.nestedAttributes(entry.id()), false);
        }
        return rule.file(prefix + entry.name(), entry);
    }

    private void setAttributes(List<TreeEntry> entries, boolean counts) throws IOException {
        int at = 0;
        while (at < entries.size() && entries.get(at).key().compareTo(ATTRIBUTES) < 0) {
            at++;
        }
        boolean isThere = at < entries.size() && entries.get(at).name().equals(ATTRIBUTES);
        if (isThere && !entries.get(at).isFile()) {
            return; // git does not read a link
        }
        String blob = rule.topAttributes(isThere ? entries.get(at).id() : "", counts);
        if (isThere && blob.isEmpty()) {
            entries.remove(at);
        } else if (isThere) {
            entries.set(at, entries.get(at).with(blob));
        } else if (!blob.isEmpty()) {
            entries.add(at, new TreeEntry("100644", ATTRIBUTES, blob));
        }
    }
}
