// SPDX-License-Identifier: Apache-2.0
package org.gittheta.filter.process;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;
import java.util.List;

/**
 * Speaks git's long-running filter process protocol, version 2 (gitattributes(5)), on a pair of streams.
 *
 * <p>A file that fails is answered with {@code status=error} and the next one is served; only a breach of the protocol
 * ends the process.
 */
public final class FilterProcess {
    private final PktLineInput in;
    private final PktLineOutput out;
    private final ThetaFilter filter;
    private final FilterListener listener;

    /** Takes git's end of the pipe and what does the work. */
    public FilterProcess(InputStream in, OutputStream out, ThetaFilter filter, FilterListener listener) {
        this.in = new PktLineInput(in);
        this.out = new PktLineOutput(out);
        this.filter = filter;
        this.listener = listener;
    }

    /**
     * Serves git until it closes its end.
     *
     * @throws IOException if git speaks another protocol, or a stream breaks
     */
    public void run() throws IOException {
        List<String> hello = in.lines();
        if (hello == null || !hello.contains("git-filter-client") || !hello.contains("version=2")) {
            throw new IOException("this is started by git and speaks its filter protocol version 2 only");
        }
        out.line("git-filter-server");
        out.line("version=2");
        out.flush();
        List<String> offered = in.lines();
        if (offered == null) {
            return;
        }
        for (String capability : List.of("capability=clean", "capability=smudge", "capability=delay")) {
            if (offered.contains(capability)) {
                out.line(capability);
            }
        }
        out.flush();
        for (List<String> request = in.lines(); request != null; request = in.lines()) {
            serve(value(request, "command"), value(request, "pathname"), request.contains("can-delay=1"));
        }
    }

    private static String value(List<String> request, String key) {
        return request.stream()
                .filter(line -> line.startsWith(key + "="))
                .map(line -> line.substring(key.length() + 1))
                .findFirst()
                .orElse("");
    }

    private void serve(String command, String pathname, boolean canDelay) throws IOException {
        if (command.equals("list_available_blobs")) {
            listAvailable();
            return;
        }
        InputStream content = in.content();
        switch (command) {
            case "clean" -> clean(pathname, content);
            case "smudge" -> smudge(pathname, content, canDelay);
            default -> {
                drain(content);
                listener.fail(pathname, new IOException("git asks for \"" + command + "\", which was not offered"));
                status("error");
            }
        }
    }

    /** Names the files that were put off; git asks until there are none. */
    private void listAvailable() throws IOException {
        List<String> available;
        try {
            available = filter.fetchDelayed();
        } catch (IOException | RuntimeException e) {
            listener.fail("", e);
            out.flush();
            status("error");
            return;
        }
        for (String pathname : available) {
            out.line("pathname=" + pathname);
        }
        out.flush();
        status("success");
    }

    private void clean(String pathname, InputStream content) throws IOException {
        byte[] text;
        try {
            text = filter.clean(pathname, content);
        } catch (IOException | RuntimeException e) {
            drain(content);
            listener.fail(pathname, e);
            status("error");
            return;
        }
        drain(content);
        status("success");
        out.content().write(ByteBuffer.wrap(text));
        out.flush();
        out.flush();
    }

    private void smudge(String pathname, InputStream content, boolean canDelay) throws IOException {
        Reply reply = new Reply();
        try {
            if (filter.isDelayed(pathname)) {
                filter.smudgeDelayed(pathname, reply);
            } else if (!canDelay) {
                filter.smudge(content, reply);
            } else if (filter.smudgeOrDelay(pathname, content, reply)) {
                drain(content);
                status("delayed");
                return;
            }
        } catch (IOException | RuntimeException e) {
            drain(content);
            listener.fail(pathname, e);
            if (reply.begun()) {
                out.flush();
            }
            status("error");
            return;
        }
        drain(content);
        reply.begin();
        out.flush();
        out.flush();
    }

    private void status(String status) throws IOException {
        out.line("status=" + status);
        out.flush();
    }

    private static void drain(InputStream content) throws IOException {
        content.skip(Long.MAX_VALUE);
    }

    /** Announces success before the first byte of a file: what fails before is answered with the status alone. */
    private final class Reply implements WritableByteChannel {
        private boolean begun;

        boolean begun() {
            return begun;
        }

        void begin() throws IOException {
            if (!begun) {
                begun = true;
                status("success");
            }
        }

        @Override
        public int write(ByteBuffer from) throws IOException {
            begin();
            return out.content().write(from);
        }

        @Override
        public boolean isOpen() {
            return true;
        }

        @Override
        public void close() {
            // The process's standard output outlives each file.
        }
    }
}
