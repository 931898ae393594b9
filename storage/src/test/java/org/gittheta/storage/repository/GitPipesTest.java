// SPDX-License-Identifier: Apache-2.0
package org.gittheta.storage.repository;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Runs git while the threads that a Java program shares are busy: on two processors there may be only one. */
class GitPipesTest {
    private final CountDownLatch end = new CountDownLatch(1);

    @TempDir
    Path folder;

    @BeforeEach
    void keepTheCommonPoolBusy() {
        for (int i = 0; i < ForkJoinPool.getCommonPoolParallelism() + 1; i++) {
            ForkJoinPool.commonPool().execute(() -> {
                try {
                    end.await();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            });
        }
    }

    @AfterEach
    void letItGo() {
        end.countDown();
    }

    @Test
    @Timeout(value = 20, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void readsAndWritesAllPipesAtOnce() throws IOException {
        Git git = new Git(folder, System.getenv());

        Git.Output output = git.run("content".getBytes(StandardCharsets.UTF_8), "hash-object", "--stdin");

        assertThat(output.line()).isEqualTo("6b584e8ece562ebffc15d38808cd6b98fc3d97ea");
    }
}
