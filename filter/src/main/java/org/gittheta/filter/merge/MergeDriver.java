// SPDX-License-Identifier: Apache-2.0
package org.gittheta.filter.merge;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.gittheta.storage.stub.Stub;
import org.gittheta.storage.stub.StubFormat;
import org.gittheta.storage.stub.StubFormatException;

/** Merges the three files that git gives a merge driver (gitattributes(5)); the result takes the place of ours. */
public final class MergeDriver {
    private MergeDriver() {}

    /**
     * Merges.
     *
     * @param base the common version; empty if there is none
     * @param ours our version, which is replaced by the result
     * @param theirs their version
     * @throws StubFormatException if a version is no stub; ours is left as it is
     * @throws IOException if a file cannot be read or written
     */
    public static StubMerge.Result merge(Path base, Path ours, Path theirs) throws IOException {
        byte[] common = Files.readAllBytes(base);
        Optional<Stub> from = common.length == 0 ? Optional.empty() : Optional.of(read(common));
        StubMerge.Result result =
                StubMerge.merge(from, read(Files.readAllBytes(ours)), read(Files.readAllBytes(theirs)));
        Files.write(ours, StubFormat.write(result.stub()));
        return result;
    }

    private static Stub read(byte[] version) throws StubFormatException {
        if (!StubFormat.isStub(version, version.length)) {
            throw new StubFormatException("one side was committed without git theta's filter, so its parameters cannot"
                    + " be told apart; run git add --renormalize on that side and merge again");
        }
        return StubFormat.read(version);
    }
}
