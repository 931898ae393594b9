// SPDX-License-Identifier: Apache-2.0
package org.gittheta.cli.command;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.PrintStream;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import org.gittheta.cli.CommandContext;
import org.gittheta.cli.Json;
import org.gittheta.cli.doctor.Finding;
import org.gittheta.cli.doctor.RawCheckpoint;
import org.gittheta.cli.doctor.Verdict;

/** Prints what the doctor found, for people or as JSON. */
final class FindingsReport {
    private static final String RESET = "\u001b[0m";

    private final CommandContext context;

    FindingsReport(CommandContext context) {
        this.context = context;
    }

    void print(List<Finding> findings) {
        PrintStream out = context.out();
        for (Finding finding : findings) {
            String verdict =
                    String.format(Locale.ROOT, "%-7s", finding.verdict().word());
            out.println(coloured(finding.verdict(), verdict)
                    + String.format(Locale.ROOT, "  %-10s  ", finding.check())
                    + finding.message());
            if (!finding.fix().isEmpty()) {
                out.println(" ".repeat(21) + "fix: " + finding.fix());
            }
        }
        long faults = count(findings, Verdict.FAULT);
        long warnings = count(findings, Verdict.WARNING);
        out.println();
        out.println(faults + warnings == 0 ? "All is well." : "Faults: " + faults + ", warnings: " + warnings + ".");
    }

    private String coloured(Verdict verdict, String text) {
        if (!context.terminal().colour()) {
            return text;
        }
        String code = switch (verdict) {
            case OK -> "32";
            case UNKNOWN -> "2";
            case WARNING -> "33";
            case FAULT -> "31";
        };
        return "\u001b[" + code + "m" + text + RESET;
    }

    private static long count(List<Finding> findings, Verdict verdict) {
        return findings.stream().filter(finding -> finding.verdict() == verdict).count();
    }

    void printJson(List<Finding> findings) throws IOException {
        Verdict worst = findings.stream()
                .map(Finding::verdict)
                .max(Comparator.naturalOrder())
                .orElse(Verdict.OK);
        Json.write(context.out(), json -> {
            json.writeStartObject();
            json.writeStringField("verdict", worst.word());
            json.writeArrayFieldStart("findings");
            for (Finding finding : findings) {
                write(json, finding);
            }
            json.writeEndArray();
            json.writeEndObject();
        });
    }

    private static void write(JsonGenerator json, Finding finding) throws IOException {
        json.writeStartObject();
        json.writeStringField("check", finding.check());
        json.writeStringField("verdict", finding.verdict().word());
        json.writeStringField("message", finding.message());
        if (!finding.fix().isEmpty()) {
            json.writeStringField("fix", finding.fix());
        }
        json.writeEndObject();
    }

    void printRaw(List<RawCheckpoint> raw) {
        if (raw.isEmpty()) {
            context.out().println("No commit adds a checkpoint without a stub.");
            return;
        }
        for (RawCheckpoint checkpoint : raw) {
            context.out()
                    .println(checkpoint.commit() + " adds " + checkpoint.path() + " without a stub ("
                            + checkpoint.size() + " bytes)");
        }
        context.out()
                .println("To mend it: git theta install && git add --renormalize . && git commit --amend"
                        + " (an older commit: git rebase, then the same at that commit)");
    }

    void printRawJson(List<RawCheckpoint> raw) throws IOException {
        Json.write(context.out(), json -> {
            json.writeStartObject();
            json.writeStringField("verdict", (raw.isEmpty() ? Verdict.OK : Verdict.FAULT).word());
            json.writeArrayFieldStart("raw_checkpoints");
            for (RawCheckpoint checkpoint : raw) {
                json.writeStartObject();
                json.writeStringField("commit", checkpoint.commit());
                json.writeStringField("path", checkpoint.path());
                json.writeNumberField("size", checkpoint.size());
                json.writeEndObject();
            }
            json.writeEndArray();
            json.writeEndObject();
        });
    }
}
