// SPDX-License-Identifier: Apache-2.0
package org.gittheta.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import org.gittheta.cli.run.MalformedRecordException;
import org.gittheta.filter.export.ExportException;
import org.gittheta.filter.format.MalformedCheckpointException;
import org.gittheta.filter.merge.strategy.StrategyException;
import org.gittheta.filter.update.UpdateException;
import org.gittheta.lfs.push.PushException;
import org.gittheta.storage.codec.UnknownCodecException;
import org.gittheta.storage.object.CorruptObjectException;
import org.gittheta.storage.object.MissingObjectsException;
import org.gittheta.storage.repository.GitException;
import org.gittheta.storage.stub.StubFormatException;

/** Turns every exception into an exit code and one sentence: the one place that does. */
public final class Failures {
    private Failures() {}

    /** Prints the sentence, and the stack trace when asked for, and returns the exit code's number. */
    static int report(Exception fault, CommandContext context) {
        Failure failure = of(fault);
        context.err().println(OneLine.of("git theta: " + failure.sentence()));
        if (context.debug()) {
            fault.printStackTrace(context.err());
        } else if (failure.exitCode() == ExitCode.INTERNAL) {
            context.err().println("git theta: set GIT_THETA_DEBUG=1 for the stack trace, and please report it");
        }
        return failure.exitCode().number();
    }

    /** Returns what an exception means to the user. */
    public static Failure of(Throwable fault) {
        if (fault instanceof CommandException e) {
            return new Failure(e.exitCode(), e.getMessage());
        }
        if (fault instanceof UncheckedIOException e) {
            return of(e.getCause());
        }
        if (fault instanceof MalformedCheckpointException
                || fault instanceof StubFormatException
                || fault instanceof CorruptObjectException
                || fault instanceof MalformedRecordException
                || fault instanceof UnknownCodecException) {
            return new Failure(ExitCode.DATA, fault.getMessage());
        }
        if (fault instanceof MissingObjectsException e) {
            return new Failure(
                    ExitCode.MISSING_OBJECTS,
                    e.getMessage() + (e.reason().isEmpty() ? ": 'git theta pull' downloads what a remote has" : ""));
        }
        if (fault instanceof StrategyException
                || fault instanceof ExportException
                || fault instanceof UpdateException) {
            return new Failure(ExitCode.USAGE, fault.getMessage());
        }
        if (fault instanceof PushException e) {
            return new Failure(ExitCode.MISSING_OBJECTS, e.getMessage());
        }
        if (fault instanceof GitException e) {
            return new Failure(ExitCode.ENVIRONMENT, e.getMessage());
        }
        if (fault instanceof IOException e) {
            return ofInputOutput(e);
        }
        return new Failure(ExitCode.INTERNAL, "this is a fault of git theta itself: " + fault);
    }

    private static Failure ofInputOutput(IOException fault) {
        String message = String.valueOf(fault.getMessage());
        if (message.startsWith("Cannot run program \"git\"")) {
            return new Failure(ExitCode.ENVIRONMENT, "git is not on the PATH: install git, or add it to the PATH");
        }
        if (fault instanceof AccessDeniedException e) {
            return new Failure(ExitCode.INPUT_OUTPUT, "permission denied: " + e.getFile());
        }
        if (fault instanceof NoSuchFileException e) {
            return new Failure(ExitCode.INPUT_OUTPUT, "no such file or directory: " + e.getFile());
        }
        if (fault instanceof FileSystemException e && e.getReason() != null) {
            return new Failure(ExitCode.INPUT_OUTPUT, e.getReason() + ": " + e.getFile());
        }
        return new Failure(ExitCode.INPUT_OUTPUT, message);
    }

    /**
     * Says how a command failed.
     *
     * @param exitCode the exit code
     * @param sentence what is wrong and what to do
     */
    public record Failure(ExitCode exitCode, String sentence) {}
}
