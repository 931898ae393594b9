// SPDX-License-Identifier: Apache-2.0
package org.gittheta.cli.checkout;

import org.gittheta.cli.repository.TrackedFile;
import org.gittheta.storage.stub.Stub;

/**
 * Names one checkpoint to write.
 *
 * @param file where, and which blob
 * @param stub what
 */
record RestoreJob(TrackedFile file, Stub stub) {}
