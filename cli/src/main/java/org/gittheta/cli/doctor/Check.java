// SPDX-License-Identifier: Apache-2.0
package org.gittheta.cli.doctor;

import java.io.IOException;
import java.util.List;

/** Looks at one thing that git theta needs. It changes nothing that stays. */
interface Check {
    /** Returns the name that reports show, such as {@code git-lfs}. */
    String name();

    /** Returns what was found; an exception counts as unknown. */
    List<Finding> run(Patient patient) throws IOException;
}
