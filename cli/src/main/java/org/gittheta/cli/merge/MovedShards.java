// SPDX-License-Identifier: Apache-2.0
package org.gittheta.cli.merge;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.gittheta.cli.CommandContext;
import org.gittheta.cli.CommandException;
import org.gittheta.cli.ExitCode;
import org.gittheta.cli.repository.BlobContent;
import org.gittheta.cli.repository.BlobReader;
import org.gittheta.filter.shards.MovedParameters;
import org.gittheta.filter.shards.ShardName;
import org.gittheta.storage.repository.Git;
import org.gittheta.storage.stub.Stub;
import org.gittheta.storage.tensor.ParameterName;

/** Looks, before a merge, for parameters of models in several files that a merge of single files would get wrong. */
public final class MovedShards {
    /** A line of {@code git ls-tree}: mode, type, id and, after a tabulator, the path. */
    private static final Pattern BLOB = Pattern.compile("100[0-9]{3} blob ([0-9a-f]+)\t(.+)", Pattern.DOTALL);

    private MovedShards() {}

    /** Refuses a merge of HEAD with a revision in which there are such parameters. */
    public static void refuse(CommandContext context, String revision) throws IOException {
        List<String> sentences = of(context, revision);
        if (!sentences.isEmpty()) {
            throw new CommandException(
                    ExitCode.ENVIRONMENT,
                    sentences.get(0)
                            + ": git merges file by file and would leave one of both versions unseen; first save one side's model"
                            + " in the files of the other, commit that, and merge then");
        }
    }

    /** Says for each model which parameters those are; nothing if there are none, or git knows no such revision. */
    static List<String> of(CommandContext context, String revision) throws IOException {
        Git git = context.git();
        Git.Output base = git.attempt(new byte[0], "merge-base", "HEAD", revision);
        List<String> sentences = new ArrayList<>();
        if (base.exitCode() != 0) {
            return sentences;
        }
        try (BlobReader blobs = new BlobReader(git)) {
            Map<String, SortedMap<String, String>> ours = shards(git, "HEAD");
            Map<String, SortedMap<String, String>> theirs = ours.isEmpty() ? ours : shards(git, revision);
            Map<String, SortedMap<String, String>> before = theirs.isEmpty() ? theirs : shards(git, base.line());
            for (Map.Entry<String, SortedMap<String, String>> model : before.entrySet()) {
                SortedMap<String, String> our = ours.getOrDefault(model.getKey(), model.getValue());
                SortedMap<String, String> their = theirs.getOrDefault(model.getKey(), model.getValue());
                if (our.equals(their) || our.equals(model.getValue()) || their.equals(model.getValue())) {
                    continue;
                }
                List<ParameterName> moved =
                        MovedParameters.between(stubs(blobs, model.getValue()), stubs(blobs, our), stubs(blobs, their));
                if (!moved.isEmpty()) {
                    sentences.add(
                            model.getKey() + ": one side moved " + moved.get(0).escaped()
                                    + (moved.size() > 1 ? " and " + (moved.size() - 1) + " more" : "")
                                    + " to another file, and the other side changed it, too");
                }
            }
        }
        return sentences;
    }

    private static Map<String, SortedMap<String, String>> shards(Git git, String revision) throws IOException {
        Map<String, SortedMap<String, String>> models = new TreeMap<>();
        for (String line :
                git.run("ls-tree", "-r", "-z", "--full-tree", revision).parts()) {
            var blob = BLOB.matcher(line);
            if (blob.matches()) {
                String path = blob.group(2);
                ShardName.of(path)
                        .ifPresent(shard -> models.computeIfAbsent(shard.index(), index -> new TreeMap<>())
                                .put(path, blob.group(1)));
            }
        }
        return models;
    }

    private static SortedMap<String, Stub> stubs(BlobReader blobs, SortedMap<String, String> oids) throws IOException {
        SortedMap<String, Stub> stubs = new TreeMap<>();
        for (Map.Entry<String, String> file : oids.entrySet()) {
            if (blobs.read(file.getValue()) instanceof BlobContent.Stubbed stubbed) {
                stubs.put(file.getKey(), stubbed.stub());
            }
        }
        return stubs;
    }
}
