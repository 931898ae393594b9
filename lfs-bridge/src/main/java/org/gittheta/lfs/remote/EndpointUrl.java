// SPDX-License-Identifier: Apache-2.0
package org.gittheta.lfs.remote;

import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.gittheta.lfs.GitLfsAnswer;

/**
 * Reads the URL of a remote as git does (git-fetch(1), GIT URLS), and appends what Git LFS appends.
 *
 * <p>Source: docs/api/server-discovery.md of git-lfs: {@code /info/lfs} behind a URL that ends with {@code .git}, {@code
 * .git/info/lfs} behind others.
 */
final class EndpointUrl {
    private static final Pattern SCHEME = Pattern.compile("([A-Za-z][A-Za-z0-9+.-]*)://(.*)", Pattern.DOTALL);
    private static final Pattern SSH = Pattern.compile("([^/:]+)(?::([0-9]{1,5}))?(/.*)");
    private static final Pattern HELPER = Pattern.compile("[A-Za-z0-9]+::");
    private static final Pattern SCP = Pattern.compile("([^/:]+):(.*)", Pattern.DOTALL);

    private EndpointUrl() {}

    /** Reads the URL of a git repository. */
    static Endpoint ofRepository(String url) throws RemoteFaultException {
        return read(url, true);
    }

    /** Reads the value of {@code lfs.url}: for HTTP, the endpoint itself. */
    static Endpoint ofLfs(String url) throws RemoteFaultException {
        return read(url, false);
    }

    private static Endpoint read(String url, boolean isRepository) throws RemoteFaultException {
        Matcher scheme = SCHEME.matcher(url);
        if (scheme.matches()) {
            String rest = scheme.group(2);
            return switch (scheme.group(1).toLowerCase(Locale.ROOT)) {
                case "http", "https" -> new Endpoint.Http(http(isRepository ? withLfs(url) : trimmed(url)));
                case "git" -> new Endpoint.Http(http(withLfs("https://" + rest)));
                case "ssh", "git+ssh", "ssh+git" -> ssh(url, rest);
                case "file" -> new Endpoint.Folder(path(decoded(rest)));
                default ->
                    throw new RemoteFaultException(
                            "git theta cannot ask " + GitLfsAnswer.shown(url) + " which objects it has");
            };
        }
        if (HELPER.matcher(url).lookingAt()) {
            throw new RemoteFaultException("git theta cannot ask " + url + " which objects it has");
        }
        Matcher scp = SCP.matcher(url);
        if (scp.matches()) {
            return ssh(scp.group(1), Optional.empty(), scp.group(2), url);
        }
        return new Endpoint.Folder(path(url));
    }

    private static Endpoint ssh(String url, String rest) throws RemoteFaultException {
        Matcher parts = SSH.matcher(decoded(rest));
        if (!parts.matches()) {
            throw new RemoteFaultException(GitLfsAnswer.shown(url) + " names no host and path");
        }
        Optional<Integer> port = Optional.ofNullable(parts.group(2)).map(Integer::valueOf);
        return ssh(parts.group(1), port, parts.group(3), url);
    }

    private static Endpoint ssh(String destination, Optional<Integer> port, String path, String url)
            throws RemoteFaultException {
        String host = destination.substring(destination.indexOf('@') + 1);
        if (destination.startsWith("-") || host.startsWith("-") || host.isEmpty()) {
            throw new RemoteFaultException(
                    "the host of " + url + " begins with a dash: ssh would take it for an option");
        }
        if (path.startsWith("-")) {
            throw new RemoteFaultException("the path of " + url + " begins with a dash");
        }
        String absolute = path.startsWith("/") ? path : "/" + path;
        return new Endpoint.Ssh(destination, port, path, http(withLfs("https://" + host + absolute)));
    }

    private static String withLfs(String url) {
        String trimmed = trimmed(url);
        return trimmed + (trimmed.endsWith(".git") ? "/info/lfs" : ".git/info/lfs");
    }

    private static String trimmed(String url) {
        int end = url.length();
        while (end > 0 && url.charAt(end - 1) == '/') {
            end--;
        }
        return url.substring(0, end);
    }

    static URI http(String url) throws RemoteFaultException {
        try {
            URI uri = new URI(url.replace(" ", "%20"));
            String scheme = String.valueOf(uri.getScheme()).toLowerCase(Locale.ROOT);
            if (uri.getHost() != null && (scheme.equals("https") || scheme.equals("http"))) {
                return uri;
            }
        } catch (URISyntaxException e) {
            throw new RemoteFaultException(GitLfsAnswer.shown(url) + " is no URL", e);
        }
        throw new RemoteFaultException(GitLfsAnswer.shown(url) + " is no URL of a server");
    }

    private static String decoded(String text) throws RemoteFaultException {
        try {
            return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw new RemoteFaultException(GitLfsAnswer.shown(text) + " is no URL", e);
        }
    }

    private static Path path(String text) throws RemoteFaultException {
        try {
            return Path.of(text);
        } catch (InvalidPathException e) {
            throw new RemoteFaultException("a remote's path is no path on this system", e);
        }
    }
}
