// SPDX-License-Identifier: Apache-2.0
package org.gittheta.filter.format;

import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.gittheta.storage.digest.Sha256Digest;

/** Collects what a checkpoint says beside its parameters, in bounded memory. */
public final class Facts {
    private static final int MOST = 1 << 16;
    private static final int LONGEST_KEY = 4096;
    private static final int LONGEST_VALUE = 1 << 12;

    private final Map<String, String> facts = new LinkedHashMap<>();

    /** Begins without any. */
    public Facts() {}

    /** Adds one; of a long value its beginning and its hash are kept, and after 65,536 of them no more. */
    public void add(String key, String value) {
        if (facts.size() < MOST) {
            facts.put(key.length() > LONGEST_KEY ? shortened(key) : key, shortened(value));
        }
    }

    private static String shortened(String value) {
        if (value.length() <= LONGEST_VALUE) {
            return value;
        }
        return value.substring(0, LONGEST_VALUE / 2) + "… (" + value.length() + " characters, SHA-256 "
                + Sha256Digest.of(value.getBytes(StandardCharsets.UTF_8)) + ")";
    }

    /** Returns them. */
    public Map<String, String> map() {
        return Collections.unmodifiableMap(facts);
    }
}
