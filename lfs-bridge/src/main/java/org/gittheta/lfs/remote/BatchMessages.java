// SPDX-License-Identifier: Apache-2.0
package org.gittheta.lfs.remote;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.gittheta.storage.digest.Sha256;
import org.gittheta.storage.object.StoredObject;

/**
 * Writes and reads the JSON of the Git LFS batch API, and of {@code git-lfs-authenticate}.
 *
 * <p>Source: docs/api/batch.md and docs/api/authentication.md of git-lfs.
 */
final class BatchMessages {
    static final String MEDIA_TYPE = "application/vnd.git-lfs+json";

    private static final JsonFactory JSON = new JsonFactory();
    private static final Pattern OID = Pattern.compile("[0-9a-f]{64}");

    private BatchMessages() {}

    /** Asks where some objects can be downloaded. */
    static byte[] question(Collection<StoredObject> objects) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (JsonGenerator json = JSON.createGenerator(out)) {
            json.writeStartObject();
            json.writeStringField("operation", "download");
            json.writeArrayFieldStart("transfers");
            json.writeString("basic");
            json.writeEndArray();
            json.writeArrayFieldStart("objects");
            for (StoredObject object : objects) {
                json.writeStartObject();
                json.writeStringField("oid", object.oid().toString());
                json.writeNumberField("size", object.size());
                json.writeEndObject();
            }
            json.writeEndArray();
            json.writeStringField("hash_algo", "sha256");
            json.writeEndObject();
        }
        return out.toByteArray();
    }

    /** Returns the objects that can be downloaded: those with such an action and without an error. */
    static Set<StoredObject> downloadable(byte[] answer) throws IOException {
        Set<StoredObject> held = new HashSet<>();
        boolean[] hasObjects = {false};
        object(answer, (name, json) -> {
            if (name.equals("objects") && json.currentToken() == JsonToken.START_ARRAY) {
                hasObjects[0] = true;
                while (json.nextToken() == JsonToken.START_OBJECT) {
                    held(json).ifPresent(held::add);
                }
                require(json.currentToken() == JsonToken.END_ARRAY);
            } else {
                json.skipChildren();
            }
        });
        require(hasObjects[0]);
        return held;
    }

    private static Optional<StoredObject> held(JsonParser json) throws IOException {
        String oid = "";
        long size = -1;
        boolean isOffered = false;
        boolean isRefused = false;
        while (json.nextToken() == JsonToken.FIELD_NAME) {
            String name = json.currentName();
            JsonToken value = json.nextToken();
            if (name.equals("oid") && value == JsonToken.VALUE_STRING) {
                oid = json.getText();
            } else if (name.equals("size") && value == JsonToken.VALUE_NUMBER_INT) {
                size = json.getLongValue();
            } else if (name.equals("actions") && value == JsonToken.START_OBJECT) {
                isOffered = hasDownload(json);
            } else {
                isRefused |= name.equals("error") && value != JsonToken.VALUE_NULL;
                json.skipChildren();
            }
        }
        return isOffered && !isRefused && OID.matcher(oid).matches()
                ? Optional.of(new StoredObject(Sha256.parse(oid), size))
                : Optional.empty();
    }

    private static boolean hasDownload(JsonParser json) throws IOException {
        boolean has = false;
        while (json.nextToken() == JsonToken.FIELD_NAME) {
            boolean isDownload = json.currentName().equals("download");
            has |= json.nextToken() == JsonToken.START_OBJECT && isDownload;
            json.skipChildren();
        }
        return has;
    }

    /** Returns what a server says in an error, or nothing. */
    static Optional<String> message(byte[] answer) {
        String[] message = {null};
        try {
            object(answer, (name, json) -> {
                if (name.equals("message") && json.currentToken() == JsonToken.VALUE_STRING) {
                    message[0] = json.getText();
                }
                json.skipChildren();
            });
        } catch (IOException e) {
            return Optional.empty();
        }
        return Optional.ofNullable(message[0]);
    }

    /**
     * Holds the answer of {@code git-lfs-authenticate}.
     *
     * @param href the batch API's URL; empty if the server named none
     * @param headers what to send with each request
     */
    record Access(String href, Map<String, String> headers) {}

    /** Reads the answer of {@code git-lfs-authenticate}. */
    static Access access(byte[] answer) throws IOException {
        String[] href = {""};
        Map<String, String> headers = new HashMap<>();
        object(answer, (name, json) -> {
            if (name.equals("href") && json.currentToken() == JsonToken.VALUE_STRING) {
                href[0] = json.getText();
            } else if (name.equals("header") && json.currentToken() == JsonToken.START_OBJECT) {
                while (json.nextToken() == JsonToken.FIELD_NAME) {
                    String header = json.currentName();
                    if (json.nextToken() == JsonToken.VALUE_STRING) {
                        headers.put(header, json.getText());
                    }
                    json.skipChildren();
                }
            } else {
                json.skipChildren();
            }
        });
        return new Access(href[0], Map.copyOf(headers));
    }

    private interface Field {
        /** Takes the parser at a field's value and leaves it at the value's end. */
        void take(String name, JsonParser json) throws IOException;
    }

    private static void object(byte[] text, Field field) throws IOException {
        try (JsonParser json = JSON.createParser(text)) {
            require(json.nextToken() == JsonToken.START_OBJECT);
            while (json.nextToken() == JsonToken.FIELD_NAME) {
                String name = json.currentName();
                json.nextToken();
                field.take(name, json);
            }
        }
    }

    private static void require(boolean holds) throws IOException {
        if (!holds) {
            throw new IOException("not the JSON that was asked for");
        }
    }
}
