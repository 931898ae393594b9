// SPDX-License-Identifier: Apache-2.0
package org.gittheta.cli.migrate;

import java.io.IOException;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.gittheta.cli.migrate.Converter.Converted;
import org.gittheta.cli.migrate.Converter.Verdict;
import org.gittheta.cli.migrate.TreeRewrite.Outcome;
import org.gittheta.cli.progress.ProgressLine;
import org.gittheta.cli.repository.Sizes;

/** Knows what becomes of each blob: first it only looks at them, later it hands out what they were converted to. */
final class BlobRewrite {
    /** An attributes file that is larger than this is not read. */
    private static final long LARGEST_ATTRIBUTES = 1 << 20;

    private final ObjectReader reader;
    private final NewObjects objects;
    private final PathSelection selection;
    private final AttributesRewrite attributes;
    private final Map<String, Verdict> verdicts = new HashMap<>();
    private final Map<String, String> planned = new LinkedHashMap<>();
    private final Map<String, String> converted = new HashMap<>();
    private final Map<String, String> attributeFiles = new HashMap<>();

    BlobRewrite(ObjectReader reader, NewObjects objects, PathSelection selection, AttributesRewrite attributes) {
        this.reader = reader;
        this.objects = objects;
        this.selection = selection;
        this.attributes = attributes;
    }

    /** Returns the rule that shows every selected blob to a converter, once, and changes nothing. */
    TreeRewrite.Rule looking(Converter converter) {
        return new TreeRewrite.Rule() {
            @Override
            public Outcome file(String path, TreeEntry entry) throws IOException {
                if (selection.selects(path) && !verdicts.containsKey(entry.id())) {
                    String shown = BlobForm.utf8(path);
                    Verdict verdict = converter.look(shown, reader.head(entry.id()));
                    verdicts.put(entry.id(), verdict);
                    if (verdict == Verdict.CONVERT) {
                        planned.put(entry.id(), shown);
                    }
                }
                return new Outcome(entry.id(), false);
            }

            @Override
            public String nestedAttributes(String blob) {
                return blob;
            }

            @Override
            public String topAttributes(String blob, boolean counts) {
                return blob;
            }
        };
    }

    /** Returns the blobs to convert, each with a path that it has. */
    Map<String, String> planned() {
        return planned;
    }

    /** Converts all that was planned, and returns the bytes of the files. */
    long convert(Converter converter, ProgressLine progress) throws IOException {
        long bytes = 0;
        for (Map.Entry<String, String> each : planned.entrySet()) {
            String done = Sizes.of(bytes);
            progress.show(() ->
                    "Converting: " + converted.size() + " of " + Sizes.count(planned.size(), "version") + ", " + done);
            Converted result = converter.convert(each.getValue(), reader.head(each.getKey()));
            converted.put(each.getKey(), result.blob());
            bytes += result.fileBytes();
        }
        return bytes;
    }

    /** Returns the rule that puts the converted blobs in place. */
    TreeRewrite.Rule replacing() {
        return new TreeRewrite.Rule() {
            @Override
            public Outcome file(String path, TreeEntry entry) {
                Verdict verdict = selection.selects(path) ? verdicts.get(entry.id()) : null;
                if (verdict == null || verdict == Verdict.LEAVE) {
                    return new Outcome(entry.id(), false);
                }
                return new Outcome(converted.getOrDefault(entry.id(), entry.id()), true);
            }

            @Override
            public String nestedAttributes(String blob) throws IOException {
                return attributes(blob, "nested", attributes::nested);
            }

            @Override
            public String topAttributes(String blob, boolean counts) throws IOException {
                return attributes(blob, counts ? "needed" : "top", text -> attributes.top(text, counts));
            }
        };
    }

    private String attributes(String blob, String kind, Change change) throws IOException {
        String key = kind + " " + blob;
        String known = attributeFiles.get(key);
        if (known == null) {
            boolean isTooLarge = !blob.isEmpty() && reader.head(blob).size() > LARGEST_ATTRIBUTES;
            byte[] old = blob.isEmpty() || isTooLarge ? new byte[0] : reader.read(blob, "blob");
            byte[] changed = isTooLarge ? old : change.apply(old);
            // The same array says that nothing changed.
            known = changed == old ? blob : objects.add(NewObjects.Kind.BLOB, changed);
            attributeFiles.put(key, known);
        }
        return known;
    }

    /** Returns the ids of the blobs that came out of the conversion. */
    Set<String> results() {
        return Set.copyOf(converted.values());
    }

    /** Changes an attributes file; returns the same array if nothing changes. */
    private interface Change {
        byte[] apply(byte[] text);
    }
}
