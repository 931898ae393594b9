// SPDX-License-Identifier: Apache-2.0
package org.gittheta.cli.command;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.gittheta.cli.CommandContext;
import org.gittheta.cli.Json;
import org.gittheta.cli.install.ConfigValue;
import org.gittheta.cli.install.Installer;

/** Prints what install and uninstall did. */
final class OutcomeReport {
    private final CommandContext context;
    private final ScopeOptions options;

    OutcomeReport(CommandContext context, ScopeOptions options) {
        this.context = context;
        this.options = options;
    }

    /**
     * Prints an outcome.
     *
     * @param verb what was done to a setting, "set" or "removed"
     * @param done the sentence when there was something to do, without the scope
     * @param idle the sentence when there was nothing to do, without the scope
     */
    void print(Installer.Outcome outcome, String verb, String done, String idle) throws IOException {
        for (ConfigValue value : outcome.overridden()) {
            context.err().println("git theta: warning: another file wins over this one: " + value);
        }
        for (ConfigValue value : outcome.foreign()) {
            context.err().println("git theta: left alone, not written by git theta: " + value);
        }
        if (options.json()) {
            Json.write(context.out(), json -> write(json, outcome, verb));
            return;
        }
        String sentence = outcome.unchanged() ? idle : done;
        if (options.dryRun() && !outcome.unchanged()) {
            sentence = "This would be " + verb;
        }
        context.out().println(sentence + " " + outcome.scope().words() + (outcome.unchanged() ? "." : ":"));
        outcome.changes().forEach((key, value) -> context.out().println("  " + key + " = " + value));
    }

    private void write(JsonGenerator json, Installer.Outcome outcome, String verb) throws IOException {
        json.writeStartObject();
        json.writeStringField("scope", outcome.scope().name().toLowerCase(Locale.ROOT));
        json.writeBooleanField("dry_run", options.dryRun());
        json.writeObjectFieldStart(verb);
        for (Map.Entry<String, String> change : outcome.changes().entrySet()) {
            json.writeStringField(change.getKey(), change.getValue());
        }
        json.writeEndObject();
        values(json, "foreign", outcome.foreign());
        values(json, "overridden_by", outcome.overridden());
        json.writeEndObject();
    }

    private static void values(JsonGenerator json, String name, List<ConfigValue> values) throws IOException {
        json.writeArrayFieldStart(name);
        for (ConfigValue value : values) {
            json.writeStartObject();
            json.writeStringField("key", value.key());
            json.writeStringField("value", value.value());
            json.writeStringField("scope", value.scope());
            json.writeStringField("origin", value.origin());
            json.writeEndObject();
        }
        json.writeEndArray();
    }
}
