// SPDX-License-Identifier: Apache-2.0
package org.gittheta.lfs.remote;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.gittheta.lfs.GitLfsAnswer;
import org.gittheta.storage.object.StoredObject;
import org.gittheta.storage.repository.Git;

/**
 * Asks one server that speaks the Git LFS batch API; safe for use by several threads.
 *
 * <p>Proxies and certificates are those of git's settings. Credentials come from {@code ~/.netrc} or git's helpers once
 * the server asks for some. They, and all other headers, are sent to this
 * server only: a redirection to another is an error.
 */
final class BatchServer {
    private static final Duration TO_CONNECT = Duration.ofSeconds(20);
    private static final Duration TO_ANSWER = Duration.ofSeconds(90);
    private static final int MOST_REDIRECTIONS = 3;

    /** The answer for a hundred objects has some ten thousands of bytes. */
    private static final int LARGEST_ANSWER = 1 << 24;

    private static final int LONGEST_MESSAGE = 200;

    private final Git git;
    private final URI url;
    private final Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    private final HttpClient client;
    private volatile URI target;
    private volatile Optional<Credentials> credentials = Optional.empty();
    private volatile boolean isApproved;

    /**
     * Takes the server.
     *
     * @param endpoint its URL, which may hold a user and a password
     * @param given headers that it wants, from git-lfs-authenticate
     */
    BatchServer(Git git, URI endpoint, Map<String, String> given) throws IOException {
        this.git = git;
        String user = endpoint.getUserInfo();
        url = URI.create(endpoint.toString().replaceFirst("//[^/@]*@", "//"));
        target = URI.create(url.toString().replaceFirst("/*$", "") + "/objects/batch");
        if (user != null && user.contains(":")) {
            headers.put("Authorization", Credentials.basic(user));
        }
        HttpSettings settings = HttpSettings.of(git, url);
        settings.extraHeader().ifPresent(header -> headers.put(header.getKey(), header.getValue()));
        headers.putAll(given);
        ProxyChoice proxy = ProxyChoice.of(settings);
        proxy.authorization().ifPresent(header -> headers.put("Proxy-Authorization", header));
        HttpClient.Builder builder = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .followRedirects(HttpClient.Redirect.NEVER)
                .connectTimeout(TO_CONNECT)
                .proxy(proxy.selector());
        Certificates.of(settings).ifPresent(builder::sslContext);
        client = builder.build();
        headers.put("Accept", BatchMessages.MEDIA_TYPE);
        headers.put("Content-Type", BatchMessages.MEDIA_TYPE);
    }

    /** Returns those of some objects, as many as fit into one request, that can be downloaded. */
    Set<StoredObject> held(Collection<StoredObject> objects) throws IOException {
        byte[] question = BatchMessages.question(objects);
        HttpResponse<byte[]> response = redirected(question);
        if (response.statusCode() == 401 && !headers.containsKey("Authorization")) {
            response = authorized(question);
        }
        if (response.statusCode() != 200) {
            throw fault(response);
        }
        try {
            return BatchMessages.downloadable(response.body());
        } catch (IOException e) {
            throw new RemoteFaultException("what " + shown() + " answered is no answer of a Git LFS server", e);
        }
    }

    /** Asks git for credentials, once for all threads, and tries them. */
    private synchronized HttpResponse<byte[]> authorized(byte[] question) throws IOException {
        if (credentials.isEmpty()) {
            credentials = Credentials.fill(git, url);
            if (credentials.isEmpty()) {
                throw new RemoteFaultException(shown() + " asks for a user and a password, and git has none for it: a"
                        + " credential helper can keep them, 'git help credentials' says how");
            }
        }
        HttpResponse<byte[]> response = redirected(question);
        if (response.statusCode() == 401) {
            credentials.get().judge(git, false);
        } else if (response.statusCode() == 200 && !isApproved) {
            isApproved = true;
            credentials.get().judge(git, true);
        }
        return response;
    }

    /** Sends a request, and again where the same server points to another of its paths. */
    private HttpResponse<byte[]> redirected(byte[] question) throws IOException {
        for (int redirections = 0; ; redirections++) {
            URI asked = target;
            HttpResponse<byte[]> response = send(asked, question);
            Optional<String> location = response.headers().firstValue("Location");
            boolean isElsewhere = Set.of(301, 302, 307, 308).contains(response.statusCode());
            if (!isElsewhere || location.isEmpty()) {
                return response;
            }
            URI next = resolved(asked, location.get());
            if (!isSameServer(asked, next) || redirections == MOST_REDIRECTIONS) {
                throw new RemoteFaultException(shown() + " points to " + GitLfsAnswer.shown(next.toString())
                        + ", and credentials are sent to no other server: if that is right, set lfs.url to it");
            }
            target = next;
        }
    }

    private URI resolved(URI asked, String location) throws IOException {
        try {
            return asked.resolve(location);
        } catch (IllegalArgumentException e) {
            throw new RemoteFaultException(shown() + " points to what is no URL", e);
        }
    }

    private static boolean isSameServer(URI one, URI other) {
        return one.getScheme().equalsIgnoreCase(other.getScheme())
                && one.getHost().equalsIgnoreCase(other.getHost())
                && one.getPort() == other.getPort();
    }

    private HttpResponse<byte[]> send(URI to, byte[] question) throws IOException {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(to).timeout(TO_ANSWER).POST(HttpRequest.BodyPublishers.ofByteArray(question));
        Map<String, String> all = new HashMap<>(headers);
        credentials.ifPresent(known -> all.put("Authorization", known.header()));
        try {
            all.forEach(request::header);
        } catch (IllegalArgumentException e) {
            throw new RemoteFaultException(
                    "a header for " + shown() + ", from http.extraHeader or its server, is none that can be sent", e);
        }
        CompletableFuture<HttpResponse<byte[]>> answer =
                client.sendAsync(request.build(), info -> new BoundedBody(LARGEST_ANSWER));
        try {
            return answer.get(TO_ANSWER.toSeconds(), TimeUnit.SECONDS);
        } catch (TimeoutException e) {
            answer.cancel(true);
            throw new RemoteFaultException(shown() + " does not answer", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while a server was asked");
        } catch (ExecutionException e) {
            throw unreachable(e.getCause());
        }
    }

    private RemoteFaultException unreachable(Throwable cause) {
        if (cause instanceof ConnectException) {
            return new RemoteFaultException(shown() + " cannot be reached", cause);
        }
        String said = String.valueOf(cause.getMessage());
        return new RemoteFaultException("asking " + shown() + " failed: " + said, cause);
    }

    private RemoteFaultException fault(HttpResponse<byte[]> response) {
        int status = response.statusCode();
        String said = BatchMessages.message(response.body())
                .map(text -> text.length() > LONGEST_MESSAGE ? text.substring(0, LONGEST_MESSAGE) + "…" : text)
                .map(text -> ": " + text)
                .orElse("");
        String what = switch (status) {
            case 401 -> "does not take the user and password that it was given";
            case 403 -> "forbids to ask which objects it has";
            case 404 -> "is no Git LFS server";
            case 407 -> "is behind a proxy that asks for a user and a password: http.proxy can hold them";
            case 429 -> "was asked too often; try again later";
            default -> String.format(Locale.ROOT, "answers with the status %d", status);
        };
        return new RemoteFaultException(shown() + " " + what + said);
    }

    private String shown() {
        return GitLfsAnswer.shown(url.toString());
    }
}
