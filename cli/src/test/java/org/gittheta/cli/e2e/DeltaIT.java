// SPDX-License-Identifier: Apache-2.0
package org.gittheta.cli.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Says that versions which are stored as differences come back wherever their stub goes. */
class DeltaIT {
    private static final int FLOATS = 20_000;

    @TempDir
    private Path folder;

    @Test
    void aCloneOfOneCommitAndAPrunedRepositoryRebuildWhatIsStoredAsDifferences() throws IOException {
        TrackedRepository repository = TrackedRepository.in(Sandbox.in(folder), "r");
        Sandbox sandbox = repository.sandbox();
        sandbox.assumeGitLfs();
        Path server = sandbox.bareRepository("server.git");
        repository.git("remote", "add", "origin", server.toUri().toString());
        List<byte[]> versions = versions();
        for (byte[] version : versions) {
            repository.commit("m.safetensors", version);
        }
        JsonNode parameter = new ObjectMapper()
                .readTree(sandbox.theta(repository.folder(), "ls-files", "--json")
                        .succeeded()
                        .out())
                .get(0)
                .get("parameters")
                .get(0);
        assertThat(parameter.get("codec").asText()).isEqualTo("delta");
        assertThat(parameter.get("bases").asInt()).isEqualTo(2);
        repository.git("push", "-q", "origin", "main");

        sandbox.git(
                sandbox.root(), "clone", "-q", "--depth", "1", server.toUri().toString(), "clone");
        TrackedRepository clone = repository.at(sandbox.root().resolve("clone"));
        clone.assertHolds("m.safetensors", versions.get(2));
        clone.assertClean();

        repository.git("lfs", "prune", "--force");
        for (int back = 2; back >= 0; back--) {
            repository.git("checkout", "-q", "main~" + back);
            repository.assertHolds("m.safetensors", versions.get(2 - back));
        }
    }

    private static List<byte[]> versions() {
        Random random = new Random(1);
        float[] values = new float[FLOATS];
        for (int i = 0; i < FLOATS; i++) {
            values[i] = (float) (0.02 * random.nextGaussian());
        }
        List<byte[]> versions = new ArrayList<>();
        for (int version = 0; version < 3; version++) {
            versions.add(file(values));
            for (int i = 0; i < FLOATS; i++) {
                values[i] += (float) (1e-6 * random.nextGaussian());
            }
        }
        return versions;
    }

    private static byte[] file(float[] values) {
        byte[] header = ("{\"weight\":{\"dtype\":\"F32\",\"shape\":[" + FLOATS + "],\"data_offsets\":[0," + 4 * FLOATS
                        + "]}}")
                .getBytes(StandardCharsets.UTF_8);
        ByteBuffer file = ByteBuffer.allocate(8 + header.length + 4 * FLOATS).order(ByteOrder.LITTLE_ENDIAN);
        file.putLong(header.length).put(header);
        for (float value : values) {
            file.putFloat(value);
        }
        return file.array();
    }
}
