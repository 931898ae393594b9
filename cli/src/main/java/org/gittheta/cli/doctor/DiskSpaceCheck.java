// SPDX-License-Identifier: Apache-2.0
package org.gittheta.cli.doctor;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Looks at the free space of the store's file system. */
final class DiskSpaceCheck implements Check {
    private static final long MIB = 1 << 20;
    private static final long TIGHT = 2048 * MIB;
    private static final long FULL = 64 * MIB;

    @Override
    public String name() {
        return "disk";
    }

    @Override
    public List<Finding> run(Patient patient) throws IOException {
        if (patient.repository().isEmpty()) {
            return List.of();
        }
        Path folder = StoreCheck.existing(patient.lfs(patient.repository().get()));
        long free = Files.getFileStore(folder).getUsableSpace();
        String message = free / MIB + " MiB free at " + folder;
        String fix = "free some space, or set lfs.storage to a folder on a larger disk";
        if (free < FULL) {
            return List.of(Finding.fault(name(), message, fix));
        }
        return List.of(free < TIGHT ? Finding.warning(name(), message, fix) : Finding.ok(name(), message));
    }
}
