// SPDX-License-Identifier: Apache-2.0
package org.gittheta.lfs.prune;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.gittheta.lfs.history.FoundStub;
import org.gittheta.lfs.history.StubVisitor;
import org.gittheta.lfs.pointer.PointerCommit;
import org.gittheta.storage.digest.Sha256;
import org.gittheta.storage.object.Slice;
import org.gittheta.storage.object.StoredObject;
import org.gittheta.storage.repository.Git;
import org.gittheta.storage.stub.StubFormat;
import org.gittheta.storage.stub.StubFormatException;

/**
 * Gathers the objects that must stay: those of stubs, and those that a Git LFS pointer names as well, since they belong
 * to a plain file of git-lfs then.
 */
final class NeededObjects implements StubVisitor {
    private static final Pattern OID = Pattern.compile("\\b[0-9a-f]{64}\\b");

    private final Git git;
    private final Set<Sha256> oids = new HashSet<>();

    NeededObjects(Git git) {
        this.git = git;
    }

    boolean has(StoredObject object) {
        return oids.contains(object.oid());
    }

    @Override
    public void visit(FoundStub found) {
        for (Slice slice : found.stub().slices()) {
            oids.add(slice.oid());
        }
    }

    @Override
    public void pointer(String path, StoredObject object) {
        // Ours, in a reflog: what was pushed once is not needed for that.
        if (!path.equals(PointerCommit.path(object))) {
            oids.add(object.oid());
        }
    }

    /** Keeps whatever a damaged stub may name. What a later version may name, nobody knows. */
    @Override
    public void damaged(String blob, String path, String reason) throws IOException {
        String text = new String(git.run("cat-file", "blob", blob).bytes(), StandardCharsets.ISO_8859_1);
        if (!text.startsWith(StubFormat.MAGIC_LINE + "\n")) {
            throw new StubFormatException("the stub of " + path + " (blob " + blob + ") cannot be read, so nobody knows"
                    + " which objects it needs, and nothing was deleted: " + reason);
        }
        Matcher matcher = OID.matcher(text);
        while (matcher.find()) {
            oids.add(Sha256.parse(matcher.group()));
        }
    }
}
