// SPDX-License-Identifier: Apache-2.0
package org.gittheta.cli.run;

import java.nio.file.Path;
import java.util.List;

/**
 * Says what will run.
 *
 * @param folder where
 * @param text what a shell gets
 * @param inputs the inputs that are there, from the folder
 * @param outputs the outputs that are there before, likewise
 * @param missing inputs that match nothing
 * @param record what will be recorded
 */
public record RunPlan(
        Path folder, String text, List<String> inputs, List<String> outputs, List<String> missing, RunRecord record) {
    /** Copies the lists. */
    public RunPlan {
        inputs = List.copyOf(inputs);
        outputs = List.copyOf(outputs);
        missing = List.copyOf(missing);
    }
}
