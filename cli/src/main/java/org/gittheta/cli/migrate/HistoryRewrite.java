// SPDX-License-Identifier: Apache-2.0
package org.gittheta.cli.migrate;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import org.gittheta.cli.progress.ProgressLine;
import org.gittheta.cli.repository.Sizes;
import org.gittheta.storage.repository.Git;

/** Rewrites commits, parents first, and the tags of them. A commit that nothing changes keeps its id. */
final class HistoryRewrite {
    private static final int DEEPEST_TAG = 100;

    private final Git git;
    private final ObjectReader reader;
    private final NewObjects objects;
    private final ProgressLine progress;
    private final Map<String, String> changed = new LinkedHashMap<>();
    private long commits;
    private long rewritten;
    private long unsigned;

    HistoryRewrite(Git git, ObjectReader reader, NewObjects objects, ProgressLine progress) {
        this.git = git;
        this.reader = reader;
        this.objects = objects;
        this.progress = progress;
    }

    /** Rewrites everything that is reachable from some commits, or only looks at it if the rule changes nothing. */
    void commits(Collection<String> tips, TreeRewrite trees, String doing) throws IOException {
        commits = 0;
        String input = String.join("\n", tips) + "\n";
        git.with("GIT_NO_REPLACE_OBJECTS", "1").stream(
                input.getBytes(StandardCharsets.US_ASCII),
                out -> {
                    BufferedReader lines = new BufferedReader(new InputStreamReader(out, StandardCharsets.US_ASCII));
                    for (String id = lines.readLine(); id != null; id = lines.readLine()) {
                        commit(id, trees);
                        commits++;
                        progress.show(() -> doing + ": " + Sizes.count(commits, "commit"));
                    }
                    return null;
                },
                "rev-list",
                "--topo-order",
                "--reverse",
                "--stdin");
    }

    private void commit(String id, TreeRewrite trees) throws IOException {
        CommitText text = new CommitText(reader.read(id, "commit"));
        String tree = text.value("tree");
        String newTree = trees.top(tree).id();
        boolean isSame = tree.equals(newTree) && text.values("parent").stream().noneMatch(changed::containsKey);
        if (!isSame) {
            unsigned += text.isSigned() ? 1 : 0;
            String commit = objects.add(NewObjects.Kind.COMMIT, text.commit(newTree, parent -> now(parent)));
            changed.put(id, commit);
            rewritten++;
        }
    }

    /** Returns what a ref is to name now: a commit, or a tag of one. */
    String tip(String object) throws IOException {
        return tip(object, 0);
    }

    private String tip(String object, int depth) throws IOException {
        if (depth > DEEPEST_TAG || !reader.head(object).kind().equals("tag")) {
            return now(object);
        }
        CommitText text = new CommitText(reader.read(object, "tag"));
        String old = text.value("object");
        String target = tip(old, depth + 1);
        if (target.equals(old)) {
            return object;
        }
        String known = changed.get(object);
        if (known == null) {
            unsigned += text.isSignedTag() ? 1 : 0;
            known = objects.add(NewObjects.Kind.TAG, text.tag(target));
            changed.put(object, known);
        }
        return known;
    }

    private String now(String id) {
        return changed.getOrDefault(id, id);
    }

    /** Returns what was rewritten: old ids and the new ones, parents first. */
    Map<String, String> changed() {
        return changed;
    }

    /** Returns the number of commits that were looked at. */
    long looked() {
        return commits;
    }

    /** Returns the number of commits that were rewritten. */
    long rewritten() {
        return rewritten;
    }

    /** Returns the number of commits and tags that lost their signature. */
    long unsigned() {
        return unsigned;
    }
}
