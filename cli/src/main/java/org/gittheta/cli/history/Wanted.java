// SPDX-License-Identifier: Apache-2.0
package org.gittheta.cli.history;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.gittheta.cli.CommandContext;
import org.gittheta.cli.CommandException;
import org.gittheta.cli.ExitCode;
import org.gittheta.cli.repository.StubSummary;
import org.gittheta.filter.diff.CheckpointFile;
import org.gittheta.filter.format.MalformedCheckpointException;
import org.gittheta.filter.pipeline.Workers;
import org.gittheta.storage.digest.Sha256;
import org.gittheta.storage.stub.Stub;
import org.gittheta.storage.stub.StubFormat;
import org.gittheta.storage.stub.TensorEntry;
import org.gittheta.storage.tensor.ParameterName;

/** Says what somebody looks for: a parameter by its hash, or all parameters of a checkpoint by name and hash. */
public final class Wanted {
    private static final int FEWEST_DIGITS = 8;

    private final String prefix;
    private final Map<ParameterName, Sha256> all;

    private Wanted(String prefix, Map<ParameterName, Sha256> all) {
        this.prefix = prefix;
        this.all = all;
    }

    /**
     * Reads what a word of the command line means.
     *
     * @throws CommandException if it is neither a hash nor a file
     */
    public static Wanted of(CommandContext context, String word) throws IOException {
        Optional<Path> file = file(context, word);
        if (file.isPresent()) {
            return new Wanted("", hashes(stub(file.get())));
        }
        if (!word.matches("[0-9a-f]{" + FEWEST_DIGITS + ",64}")) {
            throw new CommandException(
                    ExitCode.USAGE,
                    "'" + word + "' is no file, and no hash: that has " + FEWEST_DIGITS + " to 64 digits, 0-9 and a-f");
        }
        return new Wanted(word, Map.of());
    }

    private static Optional<Path> file(CommandContext context, String word) {
        try {
            return Optional.of(context.directory().resolve(word)).filter(Files::isRegularFile);
        } catch (InvalidPathException e) {
            return Optional.empty();
        }
    }

    private static Stub stub(Path file) throws IOException {
        byte[] prefix;
        try (var in = Files.newInputStream(file)) {
            prefix = in.readNBytes(StubFormat.MAGIC_BYTES);
        }
        if (StubFormat.isStub(prefix, prefix.length) && Files.size(file) <= StubFormat.LARGEST_BYTES) {
            return StubFormat.read(Files.readAllBytes(file));
        }
        try (Workers workers = new Workers(Runtime.getRuntime().availableProcessors())) {
            return CheckpointFile.read(file, workers).stub();
        } catch (MalformedCheckpointException e) {
            throw new CommandException(ExitCode.DATA, e.getMessage());
        }
    }

    private static Map<ParameterName, Sha256> hashes(Stub stub) {
        Map<ParameterName, Sha256> hashes = new HashMap<>();
        for (TensorEntry tensor : stub.tensors()) {
            if (StubSummary.isParameter(tensor)) {
                Stub.sha256(tensor).ifPresent(sha256 -> hashes.put(tensor.name(), sha256));
            }
        }
        return hashes;
    }

    /** Returns the names of the parameters of a stub that were wanted: those of that hash, or all if it is the checkpoint. */
    public List<String> in(Stub stub) {
        if (prefix.isEmpty()) {
            return hashes(stub).equals(all)
                    ? all.keySet().stream().sorted().map(ParameterName::escaped).toList()
                    : List.of();
        }
        return stub.tensors().stream()
                .filter(tensor -> Stub.sha256(tensor)
                        .filter(sha256 -> sha256.toString().startsWith(prefix))
                        .isPresent())
                .map(tensor -> tensor.name().escaped())
                .toList();
    }
}
