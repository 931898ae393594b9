// SPDX-License-Identifier: Apache-2.0
package org.gittheta.cli.command;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.PrintStream;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.gittheta.cli.Json;
import org.gittheta.cli.OneLine;
import org.gittheta.cli.doctor.Verdict;
import org.gittheta.cli.fsck.Fault;
import org.gittheta.cli.fsck.Fsck;
import org.gittheta.cli.fsck.LocatedFault;
import org.gittheta.cli.repository.Sizes;
import org.gittheta.storage.object.StoredObject;

/**
 * Says what fsck found.
 *
 * @param result what was looked at
 * @param faults what is wrong
 * @param mended what was damaged and is whole now
 */
record FsckReport(Fsck.Result result, List<LocatedFault> faults, Set<StoredObject> mended) {
    private static final int MOST_SHOWN = 100;

    void print(PrintStream out) {
        for (LocatedFault located : faults.subList(0, Math.min(MOST_SHOWN, faults.size()))) {
            out.println(
                    String.format(Locale.ROOT, "%-7s  ", located.fault().kind().word())
                            + OneLine.of(located.sentence()));
            out.println("         fix: " + OneLine.of(located.fix()));
        }
        if (faults.size() > MOST_SHOWN) {
            out.println("and " + (faults.size() - MOST_SHOWN) + " more, which --json lists");
        }
        for (StoredObject object : mended) {
            out.println("mended   object " + object.oid());
        }
        if (result.away() > 0) {
            out.println("Not here, but on the remote: " + Sizes.count(result.away(), "object"));
        }
        out.println("Checked " + Sizes.count(result.stubs(), "stub") + " and "
                + Sizes.count(result.objects().size(), "object") + " (" + Sizes.of(bytes()) + "): "
                + (faults.isEmpty() ? "all is well." : Sizes.count(faults.size(), "fault") + "."));
    }

    private long bytes() {
        return result.objects().stream().mapToLong(StoredObject::size).sum();
    }

    void printJson(PrintStream out) throws IOException {
        Json.write(out, json -> {
            json.writeStartObject();
            json.writeStringField("verdict", (faults.isEmpty() ? Verdict.OK : Verdict.FAULT).word());
            json.writeNumberField("stubs", result.stubs());
            json.writeNumberField("objects", result.objects().size());
            json.writeNumberField("bytes", bytes());
            json.writeNumberField("only_on_remote", result.away());
            json.writeArrayFieldStart("mended");
            for (StoredObject object : mended) {
                json.writeString(object.oid().toString());
            }
            json.writeEndArray();
            json.writeArrayFieldStart("faults");
            for (LocatedFault located : faults) {
                write(json, located);
            }
            json.writeEndArray();
            json.writeEndObject();
        });
    }

    private static void write(JsonGenerator json, LocatedFault located) throws IOException {
        Fault fault = located.fault();
        json.writeStartObject();
        json.writeStringField("kind", fault.kind().word());
        json.writeStringField("message", located.sentence());
        if (fault.object().isPresent()) {
            json.writeStringField("oid", fault.object().get().oid().toString());
            json.writeNumberField("size", fault.object().get().size());
        }
        if (!fault.user().parameter().isEmpty()) {
            json.writeStringField("parameter", fault.user().parameter());
        }
        json.writeStringField("path", fault.user().path());
        json.writeStringField("blob", fault.user().blob());
        if (located.commit().isPresent()) {
            json.writeStringField("commit", located.commit().get());
        }
        json.writeStringField("fix", located.fix());
        json.writeEndObject();
    }
}
