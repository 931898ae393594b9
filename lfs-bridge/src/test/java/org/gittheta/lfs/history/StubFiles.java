// SPDX-License-Identifier: Apache-2.0
package org.gittheta.lfs.history;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import org.gittheta.lfs.Repositories;
import org.gittheta.storage.digest.Sha256;
import org.gittheta.storage.object.Slice;
import org.gittheta.storage.object.StoredObject;
import org.gittheta.storage.repository.Git;
import org.gittheta.storage.stub.Encoding;
import org.gittheta.storage.stub.FrameEntry;
import org.gittheta.storage.stub.Stub;
import org.gittheta.storage.stub.StubFormat;

/** Makes stubs of one object each, in repositories without a filter. */
public final class StubFiles {
    private StubFiles() {}

    /** Returns the content of the object of that name. */
    public static byte[] content(String name) {
        return ("the bytes of " + name).getBytes(UTF_8);
    }

    /** Returns the object of that name. */
    public static StoredObject object(String name) {
        byte[] content = content(name);
        return new StoredObject(Repositories.hash(content), content.length);
    }

    /** Returns the text of a stub whose only object has that name. */
    public static byte[] stub(String name) {
        StoredObject object = object(name);
        Sha256 sha256 = object.oid();
        Encoding encoding = new Encoding("raw", List.of(Slice.whole(sha256, object.size())));
        return StubFormat.write(new Stub(new FrameEntry("opaque", object.size(), sha256, encoding), List.of()));
    }

    /** Writes such a stub as a file and stages it. */
    public static void stage(Git git, String path, String name) throws IOException {
        Files.write(git.directory().resolve(path), stub(name));
        git.run("add", path);
    }

    /** Writes, stages and commits such a stub. */
    public static void commit(Git git, String path, String name) throws IOException {
        stage(git, path, name);
        git.run("commit", "-q", "-m", name);
    }
}
