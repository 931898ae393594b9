// SPDX-License-Identifier: Apache-2.0
package org.gittheta.cli.run;

import java.util.Optional;

/**
 * Says what came of a run.
 *
 * @param exit the exit code of the command
 * @param isFailure whether that is not what was expected
 * @param commit the commit that was made, if anything changed and was saved
 * @param message the message's first part
 * @param advice what to do about a failure, empty without one
 */
public record RunResult(int exit, boolean isFailure, Optional<String> commit, String message, String advice) {}
