// SPDX-License-Identifier: Apache-2.0
package org.gittheta.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Future;
import org.gittheta.filter.pipeline.Workers;
import org.gittheta.filter.process.FilterListener;
import org.gittheta.filter.process.FilterProcess;
import org.gittheta.filter.process.ThetaFilter;
import org.gittheta.filter.repository.CheckpointRepository;
import org.gittheta.lfs.LfsSettings;
import org.gittheta.lfs.fetch.Download;
import org.gittheta.lfs.fetch.DownloadingStore;
import org.gittheta.lfs.hook.PrePushHook;
import org.gittheta.lfs.push.ObjectPush;
import org.gittheta.lfs.push.RefUpdate;
import org.gittheta.storage.digest.Sha256Digest;
import org.gittheta.storage.object.FileObjectStore;
import org.gittheta.storage.repository.Git;
import org.gittheta.storage.repository.RepositoryLayout;
import org.gittheta.storage.repository.Settings;

/**
 * Dispatches what git starts to the filter.
 *
 * @param directory the working directory
 * @param environment the variables of the process
 * @param isTerminal whether a person sees standard error
 */
record FilterCommands(Path directory, Map<String, String> environment, boolean isTerminal) {
    /** Runs one command on git's streams and returns its exit code. */
    int run(List<String> arguments, InputStream in, OutputStream out, PrintStream err) {
        String command = arguments.isEmpty() ? "" : arguments.get(0);
        Listener listener = new Listener(err, isSet(environment.get("GIT_THETA_DEBUG")));
        String pathname = arguments.size() < 2 ? "" : arguments.get(arguments.size() - 1);
        if (command.equals("merge-driver")) {
            return mergeOrFail(arguments, pathname, listener, err).number();
        }
        if (command.equals("pre-push")) {
            return pushOrFail(arguments, in, listener).number();
        }
        try (Workers workers = new Workers(Runtime.getRuntime().availableProcessors())) {
            boolean skip = arguments.contains("--skip-smudge")
                    || arguments.contains("--skip")
                    || isSet(environment.get("GIT_THETA_SKIP_SMUDGE"));
            ThetaFilter filter = new ThetaFilter(workers.run(() -> repository(workers)), skip, listener);
            workers.executor().execute(Sha256Digest::warmUp);
            Future<Void> hook = workers.run(() -> ensureHook(listener));
            switch (command) {
                case "filter-process" -> new FilterProcess(in, out, filter, listener).run();
                case "clean" -> Channels.newChannel(out).write(ByteBuffer.wrap(filter.clean(pathname, in)));
                case "smudge" -> filter.smudge(in, Channels.newChannel(out));
                default -> {
                    err.println("git theta: git starts no command '" + command + "'");
                    return ExitCode.USAGE.number();
                }
            }
            out.flush();
            Workers.await(hook);
            return ExitCode.OK.number();
        } catch (IOException | RuntimeException e) {
            listener.fail(pathname, e);
            return Failures.of(e).exitCode().number();
        } catch (OutOfMemoryError e) {
            err.println("git theta: Java has too little memory for this checkpoint's list of parameters:"
                    + " set GIT_THETA_JAVA_OPTIONS=-Xmx2g and run git again");
            return ExitCode.ENVIRONMENT.number();
        }
    }

    /** Looks after the pre-push hook beside the work: pushes of what is added now have to upload it. */
    private Void ensureHook(Listener listener) {
        try {
            PrePushHook.of(new Git(directory, environment))
                    .ensure()
                    .ifPresent(sentence -> listener.warn("pre-push", sentence));
        } catch (IOException | RuntimeException e) {
            // A full disk is said of the objects, too, and the next start tries again; the doctor knows how it stands.
        }
        return null;
    }

    /** Uploads the objects of what git is about to push: {@code pre-push REMOTE URL}, and a line for each ref. */
    private ExitCode pushOrFail(List<String> arguments, InputStream in, Listener listener) {
        try {
            if (arguments.size() < 2) {
                throw new CommandException(ExitCode.USAGE, "git gives a pre-push hook the remote's name and its URL");
            }
            Git git = new Git(directory, environment);
            FileObjectStore store =
                    new FileObjectStore(layout().lfs(Settings.read(git).lfsStorage()));
            List<RefUpdate> updates = RefUpdate.parse(new String(in.readAllBytes(), StandardCharsets.UTF_8));
            new ObjectPush(git, store, LfsSettings.pointerRef(git), isTerminal).beforeRefs(arguments.get(1), updates);
            return ExitCode.OK;
        } catch (IOException | RuntimeException e) {
            listener.fail("", e);
            return Failures.of(e).exitCode();
        }
    }

    private RepositoryLayout layout() throws IOException {
        return RepositoryLayout.find(directory, environment)
                .orElseThrow(() -> new CommandException(ExitCode.ENVIRONMENT, "not in a git repository"));
    }

    /** Opens the repository with somebody's threads. */
    interface Opener {
        CheckpointRepository open(Workers workers) throws IOException;
    }

    private ExitCode mergeOrFail(List<String> arguments, String pathname, Listener listener, PrintStream err) {
        try {
            return new MergeDriverCommand(directory, environment, layout(), this::repository, err).run(arguments);
        } catch (IOException | RuntimeException e) {
            listener.fail(pathname, e);
            return Failures.of(e).exitCode();
        }
    }

    private CheckpointRepository repository(Workers workers) throws IOException {
        Git git = new Git(directory, environment);
        return new CheckpointRepository(
                layout(),
                git,
                Settings.read(git),
                workers,
                local -> new DownloadingStore(local, git, new Download(git, local, isTerminal)));
    }

    private static boolean isSet(String value) {
        return value != null && !value.isEmpty() && !value.equals("0");
    }

    /** Says on standard error what the filter has to say, one line each. */
    private record Listener(PrintStream err, boolean debug) implements FilterListener {
        @Override
        public void warn(String pathname, String sentence) {
            err.println(OneLine.of("git theta: " + pathname + ": " + sentence));
        }

        @Override
        public void fail(String pathname, Exception failure) {
            String where = pathname.isEmpty() ? "" : pathname + ": ";
            err.println(OneLine.of("git theta: " + where + Failures.of(failure).sentence()));
            if (debug) {
                failure.printStackTrace(err);
            }
        }
    }
}
