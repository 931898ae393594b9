// SPDX-License-Identifier: Apache-2.0
package org.gittheta.filter.merge.strategy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Ranks elements that are all equal: the last that is taken shares its bits with few or with millions. */
class RankingTest {
    private static final int CHUNK = 1 << 18;

    private static Chunk chunk(int first, int elements) {
        Chunk chunk = new Chunk(CHUNK, 1, false);
        chunk.begin(first, Math.min(CHUNK, elements - first));
        Arrays.fill(chunk.model(0), -1.5f);
        return chunk;
    }

    private static <T> void look(Kernel.Pass<T> pass, int elements) {
        for (int first = 0; first < elements; first += CHUNK) {
            pass.add(pass.look(chunk(first, elements)));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {10, 3 * CHUNK + 1, 20 * CHUNK})
    void takesOfEqualOnesTheFirst(int elements) {
        int taken = elements / 2 + 1;
        Ranking ranking = new Ranking(chunk -> chunk.model(0), elements, (all, nonZero) -> taken);
        for (Optional<Kernel.Pass<?>> pass = ranking.nextPass(); pass.isPresent(); pass = ranking.nextPass()) {
            look(pass.get(), elements);
        }
        for (int first = 0; first < elements; first += CHUNK) {
            Chunk chunk = chunk(first, elements);
            ranking.clear(chunk, chunk.model(0), false);
            for (int i = 0; i < chunk.count(); i++) {
                float expected = first + i < taken ? -1.5f : 0;
                if (chunk.model(0)[i] != expected) {
                    assertThat(chunk.model(0)[i]).as("element %d", first + i).isEqualTo(expected);
                }
            }
        }
    }
}
