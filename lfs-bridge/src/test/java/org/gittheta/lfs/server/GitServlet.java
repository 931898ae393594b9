// SPDX-License-Identifier: Apache-2.0
package org.gittheta.lfs.server;

import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/** Serves git over HTTP by {@code git http-backend}, so that hooks and settings of the repositories count. */
final class GitServlet extends HttpServlet {
    private static final long serialVersionUID = 1;

    private final transient Path folder;

    GitServlet(Path folder) {
        this.folder = folder;
    }

    @Override
    protected void service(HttpServletRequest request, HttpServletResponse response) throws IOException {
        ProcessBuilder builder = new ProcessBuilder("git", "http-backend")
                .directory(folder.toFile())
                .redirectError(ProcessBuilder.Redirect.DISCARD);
        builder.environment().clear();
        builder.environment().putAll(variables(request));
        Process process = builder.start();
        try (OutputStream in = process.getOutputStream()) {
            request.getInputStream().transferTo(in);
        } catch (IOException ignored) {
            // It may end without reading all of the request; its answer says why.
        }
        try (InputStream out = new BufferedInputStream(process.getInputStream())) {
            for (String line = line(out); !line.isEmpty(); line = line(out)) {
                int colon = line.indexOf(':');
                String name = line.substring(0, colon);
                String value = line.substring(colon + 1).strip();
                if (name.equals("Status")) {
                    response.setStatus(Integer.parseInt(value.substring(0, 3)));
                } else {
                    response.setHeader(name, value);
                }
            }
            out.transferTo(response.getOutputStream());
        } finally {
            process.destroy();
        }
    }

    /** Returns what the Common Gateway Interface (RFC 3875) and git-http-backend(1) ask for. */
    private Map<String, String> variables(HttpServletRequest request) {
        Map<String, String> variables = new HashMap<>();
        variables.put("PATH", System.getenv("PATH"));
        variables.put("HOME", folder.toString());
        variables.put("GIT_CONFIG_NOSYSTEM", "1");
        variables.put("GIT_CONFIG_GLOBAL", "/dev/null");
        variables.put("GIT_CONFIG_COUNT", "1");
        variables.put("GIT_CONFIG_KEY_0", "uploadpack.allowFilter");
        variables.put("GIT_CONFIG_VALUE_0", "true");
        variables.put("GIT_PROJECT_ROOT", folder.toString());
        variables.put("GIT_HTTP_EXPORT_ALL", "1");
        // Without a user, http-backend takes no push.
        variables.put("REMOTE_USER", "git");
        variables.put("REMOTE_ADDR", request.getRemoteAddr());
        variables.put("REQUEST_METHOD", request.getMethod());
        variables.put("PATH_INFO", request.getRequestURI());
        variables.put("QUERY_STRING", orEmpty(request.getQueryString()));
        variables.put("CONTENT_TYPE", orEmpty(request.getContentType()));
        variables.put("HTTP_CONTENT_ENCODING", orEmpty(request.getHeader("Content-Encoding")));
        variables.put("GIT_PROTOCOL", orEmpty(request.getHeader("Git-Protocol")));
        if (request.getContentLengthLong() >= 0) {
            variables.put("CONTENT_LENGTH", Long.toString(request.getContentLengthLong()));
        }
        return variables;
    }

    private static String orEmpty(String value) {
        return value == null ? "" : value;
    }

    private static String line(InputStream in) throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int next = in.read(); next >= 0 && next != '\n'; next = in.read()) {
            line.write(next);
        }
        return line.toString(StandardCharsets.US_ASCII).stripTrailing();
    }
}
