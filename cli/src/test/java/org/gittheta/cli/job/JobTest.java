// SPDX-License-Identifier: Apache-2.0
package org.gittheta.cli.job;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDateTime;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JobTest {
    private static final Instant NOW = Instant.parse("2026-11-21T20:00:00Z");
    private static final JobRecord.Pid LAUNCHER = new JobRecord.Pid(7, 100);
    private static final JobRecord JOB = new JobRecord(
            "20261121-193000-4f2a",
            Optional.of("slurm 12_3"),
            "job-20261121-193000",
            "0123",
            Optional.empty(),
            Path.of("/tree"),
            Path.of("/source"),
            List.of("python", "a b.py", "\"\n"),
            "node17",
            List.of(LAUNCHER),
            NOW.minusSeconds(1800),
            Optional.empty(),
            OptionalInt.empty());

    private static Lease lease(String host, JobRecord.Pid... running) {
        return new Lease(host, NOW, Set.of(running)::contains);
    }

    @Test
    void snapshotsAreNamedByTheTimeAndANumberIfThatIsTaken() {
        LocalDateTime time = LocalDateTime.of(2026, 1, 2, 3, 4, 5);
        assertThat(SnapshotName.of("p", time, name -> false)).isEqualTo("p-20260102-030405");
        Set<String> taken = Set.of("p-20260102-030405", "p-20260102-030405-2");
        assertThat(SnapshotName.of("p", time, taken::contains)).isEqualTo("p-20260102-030405-3");
    }

    @Test
    void onItsOwnMachineAJobLivesAsLongAsItsLauncherOrItsCommand() {
        JobRecord started = JOB.running(new JobRecord.Pid(8, 101));
        assertThat(lease("node17", LAUNCHER).of(started, Instant.EPOCH)).isEqualTo(Lease.State.RUNNING);
        assertThat(lease("node17", new JobRecord.Pid(8, 101)).of(started, Instant.EPOCH))
                .isEqualTo(Lease.State.RUNNING);
        // The number came back for another process.
        assertThat(lease("node17", new JobRecord.Pid(8, 999)).of(started, NOW)).isEqualTo(Lease.State.ORPHANED);
    }

    @Test
    void fromAnotherMachineOnlyTheHeartbeatTells() {
        assertThat(lease("node18").of(JOB, NOW.minusSeconds(600))).isEqualTo(Lease.State.RUNNING);
        assertThat(lease("node18", LAUNCHER).of(JOB, NOW.minusSeconds(1200))).isEqualTo(Lease.State.ORPHANED);
    }

    @Test
    void theExitCodeDecidesWhatAnEndedJobIs() {
        assertThat(lease("node17", LAUNCHER).of(JOB.ended(NOW, 0, Optional.empty()), NOW))
                .isEqualTo(Lease.State.FINISHED);
        assertThat(lease("node18").of(JOB.ended(NOW, 137, Optional.of("b")), NOW))
                .isEqualTo(Lease.State.FAILED);
    }

    @Test
    void recordsComeBackAndDamagedOnesArePassedOver(@TempDir Path folder) throws IOException {
        JobFiles files = new JobFiles(folder.resolve("jobs"));
        assertThat(files.all()).isEmpty();
        files.write(JOB);
        JobRecord ended = new JobRecord(
                        "b",
                        Optional.empty(),
                        "",
                        "0",
                        Optional.empty(),
                        Path.of("/t"),
                        Path.of("/s"),
                        List.of("x"),
                        "h",
                        List.of(),
                        NOW,
                        Optional.empty(),
                        OptionalInt.empty())
                .ended(NOW, 3, Optional.of("job-results-b"));
        files.write(ended);
        Files.writeString(folder.resolve("jobs/c.json"), "{\"version\": 1, \"id\": ");
        Files.writeString(folder.resolve("jobs/d.json"), "{\"version\": 2}");
        assertThat(files.all()).containsExactly(JOB, ended);
    }

    @Test
    void slurmSaysWhichJobItIsAndWhetherItRunsAgain() {
        assertThat(Scheduler.of(Map.of())).isEqualTo(new Scheduler(Optional.empty(), false));
        assertThat(Scheduler.of(Map.of("SLURM_JOB_ID", "5", "SLURM_RESTART_COUNT", "1")))
                .isEqualTo(new Scheduler(Optional.of("slurm 5"), true));
        assertThat(Scheduler.of(Map.of("SLURM_JOB_ID", "5", "SLURM_ARRAY_JOB_ID", "4", "SLURM_ARRAY_TASK_ID", "1")))
                .isEqualTo(new Scheduler(Optional.of("slurm 4_1"), false));
    }
}
