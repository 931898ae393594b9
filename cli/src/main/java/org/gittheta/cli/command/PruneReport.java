// SPDX-License-Identifier: Apache-2.0
package org.gittheta.cli.command;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.PrintStream;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.gittheta.cli.Json;
import org.gittheta.cli.OneLine;
import org.gittheta.cli.repository.Sizes;
import org.gittheta.storage.object.StoredObject;

/**
 * Says what a prune deleted, what stays, and why.
 *
 * @param isDry whether nothing was deleted
 * @param isEvenTheOnlyCopy whether no remote was asked
 * @param deleted what was deleted, or would be
 * @param recent what stays because it was used lately
 * @param onlyCopies what stays because no remote is known to have it
 * @param names the parameters of the only copies, as far as git still has their stubs
 */
record PruneReport(
        boolean isDry,
        boolean isEvenTheOnlyCopy,
        Set<StoredObject> deleted,
        Set<StoredObject> recent,
        Set<StoredObject> onlyCopies,
        Map<StoredObject, Set<String>> names) {
    private static final int MOST_NAMED = 10;

    void print(PrintStream out) {
        String why = isEvenTheOnlyCopy ? " that nothing needs" : " that nothing needs and a remote has";
        out.println(
                deleted.isEmpty() ? "Nothing to delete" : (isDry ? "Would delete " : "Deleted ") + size(deleted) + why);
        if (!onlyCopies.isEmpty()) {
            out.println("Kept " + size(onlyCopies) + " that nothing needs, because no remote is known to have them: "
                    + OneLine.of(parameters()));
            out.println("  'git theta prune --even-the-only-copy' deletes them for good");
        }
        if (!recent.isEmpty()) {
            out.println("Kept " + size(recent) + " that nothing needs, because they were used lately");
        }
    }

    private String parameters() {
        Set<String> all = new TreeSet<>();
        names.values().forEach(all::addAll);
        if (all.isEmpty()) {
            return "of checkpoints that git has thrown away";
        }
        String first = all.stream().limit(MOST_NAMED).collect(Collectors.joining(", "));
        return all.size() <= MOST_NAMED ? first : first + " and " + (all.size() - MOST_NAMED) + " more";
    }

    private static String size(Collection<StoredObject> objects) {
        return Sizes.count(objects.size(), "object") + " (" + Sizes.of(bytes(objects)) + ")";
    }

    private static long bytes(Collection<StoredObject> objects) {
        return objects.stream().mapToLong(StoredObject::size).sum();
    }

    void printJson(PrintStream out, List<String> faults) throws IOException {
        Json.write(out, json -> {
            json.writeStartObject();
            json.writeBooleanField("dry_run", isDry);
            write(json, "deleted", deleted);
            write(json, "recent", recent);
            write(json, "only_copies", onlyCopies);
            Json.strings(json, "faults", faults);
            json.writeEndObject();
        });
    }

    private void write(JsonGenerator json, String name, Set<StoredObject> objects) throws IOException {
        json.writeObjectFieldStart(name);
        json.writeNumberField("count", objects.size());
        json.writeNumberField("bytes", bytes(objects));
        json.writeArrayFieldStart("objects");
        for (StoredObject object : objects) {
            json.writeStartObject();
            json.writeStringField("oid", object.oid().toString());
            json.writeNumberField("size", object.size());
            if (names.containsKey(object)) {
                Json.strings(json, "parameters", names.get(object));
            }
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeEndObject();
    }
}
