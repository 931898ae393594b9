// SPDX-License-Identifier: Apache-2.0
package org.gittheta.cli.run;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Reads and writes run records as JSON.
 *
 * <p>The text is that of Python's {@code json.dumps(record, indent=1, sort_keys=True, ensure_ascii=False)}, since a
 * sidecar's name is the MD5 of it:
 *
 * <pre>
 * {
 *  "chain": [],
 *  "cmd": "python train.py",          or a list of words
 *  "dsid": "…",                       only in a DataLad dataset
 *  "exit": 0,
 *  "extra_inputs": [],
 *  "inputs": [
 *   "data/*.csv"
 *  ],
 *  "outputs": [],
 *  "pwd": "."
 * }
 * </pre>
 */
public final class RecordJson {
    private RecordJson() {}

    /** Returns a record's text, without an end of line. */
    public static String write(RunRecord record) {
        List<String> fields = new ArrayList<>();
        fields.add(field("chain", list(record.chain())));
        fields.add(field(
                "cmd",
                record.command().isList()
                        ? list(record.command().words())
                        : string(record.command().words().get(0))));
        record.dsid().ifPresent(id -> fields.add(field("dsid", string(id))));
        record.exit().ifPresent(code -> fields.add(field("exit", String.valueOf(code))));
        fields.add(field("extra_inputs", list(record.extraInputs())));
        fields.add(field("inputs", list(record.inputs())));
        fields.add(field("outputs", list(record.outputs())));
        fields.add(field("pwd", string(record.pwd())));
        return "{\n" + String.join(",\n", fields) + "\n}";
    }

    private static String field(String name, String value) {
        return " " + string(name) + ": " + value;
    }

    private static String list(List<String> values) {
        if (values.isEmpty()) {
            return "[]";
        }
        return "[\n  "
                + String.join(",\n  ", values.stream().map(RecordJson::string).toList()) + "\n ]";
    }

    private static String string(String value) {
        StringBuilder text = new StringBuilder("\"");
        value.chars().forEach(c -> {
            switch (c) {
                case '"' -> text.append("\\\"");
                case '\\' -> text.append("\\\\");
                case '\n' -> text.append("\\n");
                case '\r' -> text.append("\\r");
                case '\t' -> text.append("\\t");
                case '\b' -> text.append("\\b");
                case '\f' -> text.append("\\f");
                default -> text.append(c < ' ' ? String.format("\\u%04x", c) : String.valueOf((char) c));
            }
        });
        return text.append('"').toString();
    }

    /**
     * Reads a record; fields that it does not know are passed over.
     *
     * @throws MalformedRecordException if it is none
     */
    public static RunRecord read(String text) throws IOException {
        try (JsonParser json = new JsonFactory().createParser(text)) {
            if (json.nextToken() != JsonToken.START_OBJECT) {
                throw new MalformedRecordException("the run record is no JSON object");
            }
            return object(json);
        } catch (JsonProcessingException e) {
            throw new MalformedRecordException(
                    "the run record is no JSON from line " + e.getLocation().getLineNr() + ", column "
                            + e.getLocation().getColumnNr() + " on");
        }
    }

    private static RunRecord object(JsonParser json) throws IOException {
        RecordedCommand command = null;
        List<String> chain = List.of();
        List<String> extra = List.of();
        List<String> inputs = List.of();
        List<String> outputs = List.of();
        Optional<String> dsid = Optional.empty();
        OptionalInt exit = OptionalInt.empty();
        String pwd = ".";
        while (json.nextToken() != JsonToken.END_OBJECT) {
            String name = json.currentName();
            JsonToken value = json.nextToken();
            switch (name) {
                case "cmd" ->
                    command = value == JsonToken.START_ARRAY
                            ? new RecordedCommand(strings(json, name), true)
                            : RecordedCommand.text(text(json, name));
                case "chain" -> chain = strings(json, name);
                case "extra_inputs" -> extra = strings(json, name);
                case "inputs" -> inputs = strings(json, name);
                case "outputs" -> outputs = strings(json, name);
                case "dsid" -> dsid = value == JsonToken.VALUE_NULL ? dsid : Optional.of(text(json, name));
                case "exit" -> exit = value == JsonToken.VALUE_NUMBER_INT ? OptionalInt.of(json.getIntValue()) : exit;
                case "pwd" -> pwd = value == JsonToken.VALUE_NULL ? pwd : text(json, name);
                default -> json.skipChildren();
            }
        }
        if (command == null || command.shellText().isBlank()) {
            throw new MalformedRecordException("the run record has no command");
        }
        return new RunRecord(chain, command, dsid, exit, extra, inputs, outputs, pwd);
    }

    private static List<String> strings(JsonParser json, String name) throws IOException {
        if (json.currentToken() == JsonToken.VALUE_NULL) {
            return List.of();
        }
        if (json.currentToken() == JsonToken.VALUE_STRING) {
            return List.of(json.getText());
        }
        if (json.currentToken() != JsonToken.START_ARRAY) {
            throw new MalformedRecordException("\"" + name + "\" of the run record is no list");
        }
        List<String> values = new ArrayList<>();
        while (json.nextToken() != JsonToken.END_ARRAY) {
            values.add(text(json, name));
        }
        return values;
    }

    private static String text(JsonParser json, String name) throws IOException {
        if (json.currentToken() != JsonToken.VALUE_STRING) {
            throw new MalformedRecordException("\"" + name + "\" of the run record is no text");
        }
        return json.getText();
    }
}
