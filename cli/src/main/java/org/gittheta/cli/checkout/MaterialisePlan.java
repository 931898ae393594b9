// SPDX-License-Identifier: Apache-2.0
package org.gittheta.cli.checkout;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.gittheta.cli.repository.BlobContent;
import org.gittheta.cli.repository.BlobReader;
import org.gittheta.cli.repository.TrackedFile;
import org.gittheta.cli.repository.WorkingFile;
import org.gittheta.storage.repository.Git;

/**
 * Says which checkpoints are to be written.
 *
 * @param write those to write
 * @param kept the paths of those in whose place something is that git theta did not write
 */
public record MaterialisePlan(List<TrackedFile> write, List<String> kept) {
    /** Copies the lists. */
    public MaterialisePlan {
        write = List.copyOf(write);
        kept = List.copyOf(kept);
    }

    /** Says what becomes of a working file. */
    public enum Verdict {
        /** It is replaced. */
        WRITE,
        /** It stays, and is named. */
        KEEP,
        /** It is what would be written. */
        SAME
    }

    /** Judges what is in the place of a checkpoint. */
    @FunctionalInterface
    public interface Judge {
        /** Returns what becomes of it. */
        Verdict of(TrackedFile file, BlobContent here) throws IOException;
    }

    /** Plans those of the files that are stubs in git. */
    public static MaterialisePlan of(Git git, Path top, List<TrackedFile> files, Judge judge) throws IOException {
        List<TrackedFile> write = new ArrayList<>();
        List<String> kept = new ArrayList<>();
        try (BlobReader blobs = new BlobReader(git)) {
            for (TrackedFile file : files) {
                if (!(blobs.read(file.oid()) instanceof BlobContent.Stubbed)) {
                    continue;
                }
                BlobContent here =
                        WorkingFile.read(top.resolve(file.path()), file.oid().length());
                switch (judge.of(file, here)) {
                    case WRITE -> write.add(file);
                    case KEEP -> kept.add(file.path());
                    case SAME -> {}
                }
            }
        }
        return new MaterialisePlan(write, kept);
    }
}
