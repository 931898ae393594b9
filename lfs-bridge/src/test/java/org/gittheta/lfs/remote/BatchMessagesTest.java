// SPDX-License-Identifier: Apache-2.0
package org.gittheta.lfs.remote;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import java.io.IOException;
import java.util.Map;
import java.util.Set;
import org.gittheta.lfs.history.StubFiles;
import org.gittheta.storage.object.StoredObject;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BatchMessagesTest {
    private static final StoredObject OBJECT = StubFiles.object("x");

    private static Set<StoredObject> read(String fields) throws IOException {
        String identity = "\"oid\":\"" + OBJECT.oid() + "\",\"size\":" + OBJECT.size();
        return BatchMessages.downloadable(
                ("{\"transfer\":\"basic\",\"objects\":[{" + identity + fields + "}]}").getBytes(UTF_8));
    }

    @Test
    void anObjectIsThereIfItCanBeDownloaded() throws IOException {
        assertThat(read(",\"authenticated\":true,\"actions\":{\"download\":{\"href\":\"u\",\"header\":{}}}"))
                .containsExactly(OBJECT);
        assertThat(read(",\"actions\":{\"upload\":{\"href\":\"u\"}}")).isEmpty();
        assertThat(read(",\"actions\":{\"download\":null}")).isEmpty();
        assertThat(read("")).as("silence").isEmpty();
        assertThat(read(",\"error\":{\"code\":404,\"message\":\"no\"}")).isEmpty();
        assertThat(read(",\"actions\":{\"download\":{}},\"error\":{\"code\":410,\"message\":\"no\"}"))
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "<html>",
                "[]",
                "{}",
                "{\"objects\":null}",
                "{\"objects\":[1]}",
                "{\"objects\":[{\"oid\":\"a\"",
                "{\"objects\":[{\"size\":1e999999999}]",
                "{\"objects\":[{\"size\":99999999999999999999}]}",
            })
    void whatIsNoAnswerIsRefused(String text) {
        assertThatIOException().isThrownBy(() -> BatchMessages.downloadable(text.getBytes(UTF_8)));
    }

    @Test
    void deepNestingIsRefused() {
        String deep = "{\"x\":" + "[".repeat(100_000);
        assertThatIOException().isThrownBy(() -> BatchMessages.downloadable(deep.getBytes(UTF_8)));
    }

    @Test
    void anObjectOfStrangeFormIsNone() throws IOException {
        assertThat(BatchMessages.downloadable(
                        "{\"objects\":[{\"oid\":\"zz\",\"size\":-1,\"actions\":{\"download\":{}}}]}".getBytes(UTF_8)))
                .isEmpty();
    }

    @Test
    void readsWhatSshSays() throws IOException {
        String text = "{\"href\":\"https://h.org/lfs\",\"header\":{\"Authorization\":\"t\",\"n\":{}},\"expires_in\":1}";
        assertThat(BatchMessages.access(text.getBytes(UTF_8)))
                .isEqualTo(new BatchMessages.Access("https://h.org/lfs", Map.of("Authorization", "t")));
        assertThat(BatchMessages.access("{}".getBytes(UTF_8))).isEqualTo(new BatchMessages.Access("", Map.of()));
    }
}
