// SPDX-License-Identifier: Apache-2.0
package org.gittheta.cli.job;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.gittheta.cli.Json;
import org.gittheta.cli.repository.AtomicFile;

/**
 * Keeps the records of jobs, a file for each, which every worktree and machine sees:
 *
 * <pre>
 * {"version": 1, "id": "20261121-193000-4f2a", "scheduler": "slurm 123", "branch": "job-20261121-193000",
 *  "commit": "0123…", "results": "", "tree": "/…", "source": "/…", "host": "node17", "begin": "2026-11-21T19:30:00Z",
 *  "end": "", "exit": "", "command": ["python", "train.py"], "processes": ["4711 1795289400"]}
 * </pre>
 *
 * <p>The time of modification of the file is the job's last heartbeat.
 *
 * @param folder the folder of all
 */
record JobFiles(Path folder) {
    private static final String SUFFIX = ".json";

    Path file(String id) {
        return folder.resolve(id + SUFFIX);
    }

    /** Writes a record, which is a heartbeat, too. */
    void write(JobRecord job) throws IOException {
        Files.createDirectories(folder);
        AtomicFile.write(file(job.id()), out -> {
            try (JsonGenerator json = new JsonFactory().createGenerator(out)) {
                json.writeStartObject();
                json.writeNumberField("version", 1);
                json.writeStringField("id", job.id());
                json.writeStringField("scheduler", job.scheduler().orElse(""));
                json.writeStringField("branch", job.branch());
                json.writeStringField("commit", job.commit());
                json.writeStringField("results", job.results().orElse(""));
                json.writeStringField("tree", job.tree().toString());
                json.writeStringField("source", job.source().toString());
                json.writeStringField("host", job.host());
                json.writeStringField("begin", job.begin().toString());
                json.writeStringField("end", job.end().map(Instant::toString).orElse(""));
                json.writeStringField(
                        "exit",
                        job.exit().isPresent() ? String.valueOf(job.exit().getAsInt()) : "");
                Json.strings(json, "command", job.command());
                Json.strings(
                        json,
                        "processes",
                        job.processes().stream()
                                .map(pid -> pid.number() + " " + pid.start())
                                .toList());
                json.writeEndObject();
            }
        });
    }

    /** Lets the job's heart beat. */
    void beat(String id) throws IOException {
        Files.setLastModifiedTime(file(id), FileTime.from(Instant.now()));
    }

    Instant lastBeat(String id) throws IOException {
        return Files.getLastModifiedTime(file(id)).toInstant();
    }

    void delete(String id) throws IOException {
        Files.deleteIfExists(file(id));
    }

    /** Returns all jobs, the oldest first; a file that cannot be read is passed over. */
    List<JobRecord> all() throws IOException {
        List<JobRecord> jobs = new ArrayList<>();
        if (Files.isDirectory(folder)) {
            try (DirectoryStream<Path> stream = Files.newDirectoryStream(folder, "*" + SUFFIX)) {
                for (Path file : stream) {
                    read(file).ifPresent(jobs::add);
                }
            }
        }
        jobs.sort(Comparator.comparing(JobRecord::begin).thenComparing(JobRecord::id));
        return jobs;
    }

    private static Optional<JobRecord> read(Path file) throws IOException {
        Map<String, String> texts = new HashMap<>();
        Map<String, List<String>> lists = new HashMap<>();
        try (JsonParser json = new JsonFactory().createParser(Files.readAllBytes(file))) {
            json.nextToken();
            while (json.nextToken() == JsonToken.FIELD_NAME) {
                String name = json.currentName();
                if (json.nextToken() == JsonToken.START_ARRAY) {
                    List<String> values = new ArrayList<>();
                    while (json.nextToken() == JsonToken.VALUE_STRING) {
                        values.add(json.getText());
                    }
                    lists.put(name, values);
                } else {
                    texts.put(name, json.getText());
                }
            }
            return "1".equals(texts.get("version")) ? Optional.of(job(texts, lists)) : Optional.empty();
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (com.fasterxml.jackson.core.JsonProcessingException | RuntimeException e) {
            return Optional.empty();
        }
    }

    private static JobRecord job(Map<String, String> texts, Map<String, List<String>> lists) {
        return new JobRecord(
                texts.get("id"),
                filled(texts.get("scheduler")),
                texts.get("branch"),
                texts.get("commit"),
                filled(texts.get("results")),
                Path.of(texts.get("tree")),
                Path.of(texts.get("source")),
                lists.get("command"),
                texts.get("host"),
                lists.get("processes").stream().map(JobFiles::pid).toList(),
                Instant.parse(texts.get("begin")),
                filled(texts.get("end")).map(Instant::parse),
                texts.get("exit").isEmpty()
                        ? OptionalInt.empty()
                        : OptionalInt.of(Integer.parseInt(texts.get("exit"))));
    }

    private static JobRecord.Pid pid(String text) {
        int gap = text.indexOf(' ');
        return new JobRecord.Pid(Long.parseLong(text.substring(0, gap)), Long.parseLong(text.substring(gap + 1)));
    }

    private static Optional<String> filled(String text) {
        return Optional.of(text).filter(value -> !value.isEmpty());
    }
}
