// SPDX-License-Identifier: Apache-2.0
package org.gittheta.filter.shards;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.Collections;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.gittheta.filter.format.MalformedCheckpointException;

/**
 * Holds what {@code model.safetensors.index.json} or {@code pytorch_model.bin.index.json} says: in which file each tensor of a
 * model lies. The file is JSON, {@code {"metadata": {…}, "weight_map": {"tensor": "file", …}}}.
 *
 * @param files the file of each tensor, a name without a folder
 */
public record ShardIndex(SortedMap<String, String> files) {
    /** The largest index that is read, in bytes. */
    public static final int LARGEST_BYTES = 1 << 26;

    private static final String MAP = "weight_map";

    /** Copies the map. */
    public ShardIndex {
        files = Collections.unmodifiableSortedMap(new TreeMap<>(files));
    }

    /** Returns the names of the files. */
    public SortedSet<String> shards() {
        return new TreeSet<>(files.values());
    }

    /**
     * Reads an index.
     *
     * @param json its bytes
     * @throws MalformedCheckpointException if they are no index, or it names a file in another folder
     */
    public static ShardIndex read(byte[] json) throws MalformedCheckpointException {
        if (json.length > LARGEST_BYTES) {
            throw new MalformedCheckpointException("the index is larger than " + (LARGEST_BYTES >> 20) + " MiB");
        }
        try (JsonParser parser = new JsonFactory().createParser(json)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                throw noIndex();
            }
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                boolean map = parser.currentName().equals(MAP);
                JsonToken value = parser.nextToken();
                if (map && value == JsonToken.START_OBJECT) {
                    return new ShardIndex(files(parser));
                }
                parser.skipChildren();
            }
            throw noIndex();
        } catch (IOException e) {
            throw noIndex();
        }
    }

    private static SortedMap<String, String> files(JsonParser parser) throws IOException, MalformedCheckpointException {
        SortedMap<String, String> files = new TreeMap<>();
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String tensor = parser.currentName();
            if (parser.nextToken() != JsonToken.VALUE_STRING) {
                throw noIndex();
            }
            String file = parser.getText();
            if (file.isEmpty() || file.equals("..") || file.equals(".") || !file.matches("[^/\\\\:\0]+")) {
                throw new MalformedCheckpointException("the index names a file that is not beside it");
            }
            files.put(tensor, file);
        }
        return files;
    }

    private static MalformedCheckpointException noIndex() {
        return new MalformedCheckpointException("it is no index of a model in several files");
    }
}
