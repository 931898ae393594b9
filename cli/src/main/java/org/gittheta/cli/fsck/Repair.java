// SPDX-License-Identifier: Apache-2.0
package org.gittheta.cli.fsck;

import java.io.IOException;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.gittheta.cli.CommandContext;
import org.gittheta.cli.repository.OpenRepository;
import org.gittheta.filter.repository.CheckpointRepository;
import org.gittheta.lfs.fetch.Download;
import org.gittheta.lfs.fetch.Remotes;
import org.gittheta.storage.object.DamagedObject;
import org.gittheta.storage.object.StoredObject;
import org.gittheta.storage.repository.Settings;

/** Downloads what is damaged again. What no remote gives is put back as it was. */
public final class Repair {
    private Repair() {}

    /** Mends the objects of the faults that are of that kind, and returns those that are whole now. */
    public static Set<StoredObject> run(CommandContext context, List<LocatedFault> faults) throws IOException {
        CheckpointRepository repository = OpenRepository.of(context);
        var lfs = context.repository().lfs(Settings.read(context.git()).lfsStorage());
        Set<StoredObject> damaged = new LinkedHashSet<>();
        for (LocatedFault located : faults) {
            if (located.fault().kind() == Fault.Kind.DAMAGED) {
                damaged.add(located.fault().object().orElseThrow());
            }
        }
        Set<StoredObject> mended = new LinkedHashSet<>(damaged);
        if (damaged.isEmpty()) {
            return mended;
        }
        for (StoredObject object : damaged) {
            new DamagedObject(lfs, object).setAside();
        }
        try {
            mended.removeAll(new Download(
                            context.git(),
                            repository.store(),
                            context.terminal().err())
                    .fetch(Remotes.inOrder(context.git()), damaged)
                    .missing());
        } catch (IOException | RuntimeException e) {
            mended.clear();
            throw e;
        } finally {
            for (StoredObject object : damaged) {
                DamagedObject aside = new DamagedObject(lfs, object);
                if (mended.contains(object)) {
                    aside.forget();
                } else {
                    aside.putBack();
                }
            }
        }
        return mended;
    }
}
