// SPDX-License-Identifier: Apache-2.0
package org.gittheta.cli.run;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import org.gittheta.storage.digest.Sha256Digest;
import org.gittheta.storage.repository.RepositoryLayout;

/** Runs a command once for each row, and goes on after failures. */
public final class Foreach {
    private final Runner runner;
    private final Path state;

    /**
     * Takes what it works with.
     *
     * @param name the name of the file of rows, and
     * @param request what is run: both together name what is remembered of failures
     */
    public Foreach(Runner runner, RepositoryLayout layout, String name, RunRequest request) {
        this.runner = runner;
        String key = name + "\0" + request.command().shellText();
        String id =
                Sha256Digest.of(key.getBytes(StandardCharsets.UTF_8)).toString().substring(0, 16);
        this.state = layout.foreachRuns().resolve(id + ".json");
    }

    /**
     * Runs.
     *
     * @param isRetry whether only rows run that failed the last time
     * @param report gets what came of each row
     * @return the rows that failed
     */
    public Set<String> run(
            RunRequest request, List<ForeachRow> rows, boolean isRetry, BiConsumer<ForeachRow, RunResult> report)
            throws IOException {
        ForeachState before = ForeachState.read(state);
        Changes known = before.left();
        if (!request.isExplicit()) {
            runner.requireClean(known);
        }
        Set<String> failed = new LinkedHashSet<>(isRetry ? before.failed() : Set.of());
        for (ForeachRow row : rows) {
            if (isRetry && !before.failed().contains(row.text())) {
                continue;
            }
            RunResult result = runner.run(row.in(request), runner.folder(), known);
            known = known(known, request);
            if (result.isFailure()) {
                failed.add(row.text());
            } else {
                failed.remove(row.text());
            }
            new ForeachState(failed, known).write(state);
            report.accept(row, result);
        }
        return failed;
    }

    /** Returns what is changed now: a row that was saved has left nothing, so all of it is of rows that failed. */
    private Changes known(Changes before, RunRequest request) throws IOException {
        Map<String, String> marks = new HashMap<>(runner.changes().marks());
        if (request.isExplicit()) {
            marks.keySet().retainAll(before.marks().keySet());
        }
        return new Changes(marks);
    }
}
