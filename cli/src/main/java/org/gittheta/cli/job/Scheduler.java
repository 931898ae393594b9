// SPDX-License-Identifier: Apache-2.0
package org.gittheta.cli.job;

import java.util.Map;
import java.util.Optional;

/**
 * Says what a scheduler told a job by variables.
 *
 * @param id the id of the job, if a scheduler runs it
 * @param isRequeued whether it runs for another time
 */
record Scheduler(Optional<String> id, boolean isRequeued) {
    static Scheduler of(Map<String, String> environment) {
        String array = environment.getOrDefault("SLURM_ARRAY_JOB_ID", "");
        String slurm = array.isEmpty()
                ? environment.getOrDefault("SLURM_JOB_ID", "")
                : array + "_" + environment.getOrDefault("SLURM_ARRAY_TASK_ID", "");
        if (!slurm.isEmpty()) {
            String restarts = environment.getOrDefault("SLURM_RESTART_COUNT", "0");
            return new Scheduler(Optional.of("slurm " + slurm), !restarts.equals("0") && !restarts.isEmpty());
        }
        String pbs = environment.getOrDefault("PBS_JOBID", environment.getOrDefault("LSB_JOBID", ""));
        return new Scheduler(Optional.of(pbs).filter(id -> !id.isEmpty()), false);
    }
}
