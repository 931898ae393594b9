// SPDX-License-Identifier: Apache-2.0
package org.gittheta.lfs.pointer;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.Optional;
import org.gittheta.storage.object.StoredObject;
import org.gittheta.storage.repository.Git;

/**
 * Writes a commit whose tree has a pointer for each of some objects, at {@code aa/OID}.
 *
 * <p>{@code git fast-import} writes it all in one process.
 */
public final class PointerCommit {
    /** Any ref: it is taken back before the import ends. */
    private static final String SCRATCH = "refs/theta/scratch";

    private final Git git;

    /** Takes git, whose environment says which object directory to write to. */
    public PointerCommit(Git git) {
        this.git = git;
    }

    /** Returns the path that an object's pointer has in the tree. */
    public static String path(StoredObject object) {
        String oid = object.oid().toString();
        return oid.substring(0, 2) + "/" + oid;
    }

    /**
     * Writes the commit; no ref names it when this returns.
     *
     * @param parent the commit whose pointers are kept, if any
     * @param objects the objects to add
     * @return its id
     */
    public String write(Optional<String> parent, Collection<StoredObject> objects) throws IOException {
        ByteArrayOutputStream script = script(SCRATCH, parent, objects, 1);
        line(script, "reset " + SCRATCH);
        line(script, "from " + nothing());
        line(script, "");
        return run(script);
    }

    /**
     * Writes the commit under a ref, which loses what it named before: a garbage collection at the same time leaves the
     * commit alone from the moment it is there.
     *
     * @param ref the ref
     * @param parent the commit whose pointers are kept, if any
     * @param objects the objects to add
     * @param attempt 1, or more if it failed before: the .keep file of a pack that a garbage collection deleted while it
     *     was written is left, and git writes no pack of the same content beside it
     * @return its id
     */
    public String write(String ref, Optional<String> parent, Collection<StoredObject> objects, int attempt)
            throws IOException {
        return run(script(ref, parent, objects, attempt));
    }

    private static ByteArrayOutputStream script(
            String ref, Optional<String> parent, Collection<StoredObject> objects, int attempt) {
        ByteArrayOutputStream script = new ByteArrayOutputStream();
        String message = "Point to " + objects.size() + " objects" + (attempt > 1 ? ", attempt " + attempt : "") + "\n";
        line(script, "feature done");
        line(script, "commit " + ref);
        line(script, "mark :1");
        line(script, "committer git theta <git-theta> " + System.currentTimeMillis() / 1000 + " +0000");
        line(script, "data " + message.length());
        line(script, message);
        parent.ifPresent(id -> line(script, "from " + id));
        for (StoredObject object : objects) {
            byte[] pointer = Pointer.of(object);
            line(script, "M 100644 inline " + path(object));
            line(script, "data " + pointer.length);
            script.writeBytes(pointer);
        }
        line(script, "");
        line(script, "get-mark :1");
        return script;
    }

    private String run(ByteArrayOutputStream script) throws IOException {
        line(script, "done");
        // A pack is kept until the refs are there; loose objects, which few would become, are not.
        return git.run(
                        script.toByteArray(),
                        "-c",
                        "fastimport.unpackLimit=1",
                        "fast-import",
                        "--quiet",
                        "--done",
                        "--force")
                .line();
    }

    /** Returns the id that stands for no object: it has as many digits as the others of the repository. */
    private String nothing() throws IOException {
        boolean sha256 = git.run("rev-parse", "--show-object-format").line().equals("sha256");
        return "0".repeat(sha256 ? 64 : 40);
    }

    private static void line(ByteArrayOutputStream script, String text) {
        script.writeBytes((text + "\n").getBytes(StandardCharsets.UTF_8));
    }
}
