// SPDX-License-Identifier: Apache-2.0
package org.gittheta.cli.run;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import org.gittheta.cli.Json;
import org.gittheta.cli.repository.AtomicFile;

/**
 * Remembers which rows failed, and the files that their commands left behind, so that these are neither taken for
 * another row's nor for somebody's work:
 *
 * <pre>
 * {"version": 1, "failed": ["ROW", …], "left": {"PATH": "MARK", …}}
 * </pre>
 *
 * @param failed the rows, as they stand in the file
 * @param left the files, with the marks of {@link Changes}
 */
public record ForeachState(Set<String> failed, Changes left) {
    /** Is the state before the first row. */
    public static final ForeachState NONE = new ForeachState(Set.of(), Changes.NONE);

    /** Copies the set. */
    public ForeachState {
        failed = new LinkedHashSet<>(failed);
    }

    /** Reads it; none if there is no file, or it is of another version. */
    static ForeachState read(Path file) throws IOException {
        if (!Files.isRegularFile(file)) {
            return NONE;
        }
        Set<String> failed = new LinkedHashSet<>();
        Map<String, String> left = new HashMap<>();
        int version = 0;
        try (JsonParser json = new JsonFactory().createParser(Files.readAllBytes(file))) {
            json.nextToken();
            while (json.nextToken() == JsonToken.FIELD_NAME) {
                String name = json.currentName();
                json.nextToken();
                if (name.equals("version")) {
                    version = json.getIntValue();
                } else if (name.equals("failed")) {
                    while (json.nextToken() == JsonToken.VALUE_STRING) {
                        failed.add(json.getText());
                    }
                } else {
                    while (json.nextToken() == JsonToken.FIELD_NAME) {
                        left.put(json.currentName(), json.nextTextValue());
                    }
                }
            }
        }
        return version == 1 ? new ForeachState(failed, new Changes(left)) : NONE;
    }

    /** Writes it; without failures there is no file. */
    void write(Path file) throws IOException {
        if (failed.isEmpty()) {
            Files.deleteIfExists(file);
            return;
        }
        Files.createDirectories(file.getParent());
        AtomicFile.write(file, out -> {
            try (JsonGenerator json = new JsonFactory().createGenerator(out)) {
                json.writeStartObject();
                json.writeNumberField("version", 1);
                Json.strings(json, "failed", failed);
                json.writeObjectFieldStart("left");
                for (Map.Entry<String, String> entry : left.marks().entrySet()) {
                    json.writeStringField(entry.getKey(), entry.getValue());
                }
                json.writeEndObject();
                json.writeEndObject();
            }
        });
    }
}
