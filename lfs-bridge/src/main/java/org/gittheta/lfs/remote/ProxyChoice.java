// SPDX-License-Identifier: Apache-2.0
package org.gittheta.lfs.remote;

import java.net.InetSocketAddress;
import java.net.ProxySelector;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLDecoder;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;
import org.gittheta.lfs.GitLfsAnswer;

/**
 * Says through which HTTP proxy a URL is asked for, as git and curl choose it: {@code http.proxy}, then {@code
 * https_proxy}, {@code HTTPS_PROXY} or {@code http_proxy}, then {@code all_proxy} and {@code ALL_PROXY}; for the hosts in
 * {@code no_proxy} and {@code NO_PROXY} none.
 *
 * @param address where the proxy is, if there is one
 * @param authorization the value of a Proxy-Authorization header, if its URL has a user
 */
record ProxyChoice(Optional<InetSocketAddress> address, Optional<String> authorization) {
    /** As curl has it. */
    private static final int DEFAULT_PORT = 1080;

    private static final ProxyChoice NONE = new ProxyChoice(Optional.empty(), Optional.empty());

    static ProxyChoice of(HttpSettings settings) throws RemoteFaultException {
        String proxy = named(settings);
        if (proxy.isBlank() || isExcepted(settings)) {
            return NONE;
        }
        String shown = GitLfsAnswer.shown(proxy);
        try {
            URI uri = new URI(proxy.contains("://") ? proxy : "http://" + proxy);
            if (!"http".equalsIgnoreCase(uri.getScheme()) || uri.getHost() == null) {
                throw new RemoteFaultException(
                        "git theta can ask through an HTTP proxy only, and the one that git is told of is " + shown);
            }
            Optional<String> user = Optional.ofNullable(uri.getRawUserInfo())
                    .map(raw -> URLDecoder.decode(raw.replace("+", "%2B"), StandardCharsets.UTF_8));
            return new ProxyChoice(
                    Optional.of(new InetSocketAddress(uri.getHost(), uri.getPort() < 0 ? DEFAULT_PORT : uri.getPort())),
                    user.map(Credentials::basic));
        } catch (URISyntaxException | IllegalArgumentException e) {
            throw new RemoteFaultException("the proxy " + shown + " is no URL", e);
        }
    }

    /** Returns what the client is to be built with. */
    ProxySelector selector() {
        return address.map(ProxySelector::of).orElse(HttpClient.Builder.NO_PROXY);
    }

    private static String named(HttpSettings settings) {
        Optional<String> setting = settings.value("proxy");
        if (setting.isPresent()) {
            return setting.get();
        }
        // HTTP_PROXY is what a CGI program gets of a header "Proxy", so that nobody reads it.
        boolean isSecure = "https".equalsIgnoreCase(settings.url().getScheme());
        String[] variables = isSecure
                ? new String[] {"https_proxy", "HTTPS_PROXY", "all_proxy", "ALL_PROXY"}
                : new String[] {"http_proxy", "all_proxy", "ALL_PROXY"};
        return variable(settings, variables);
    }

    private static boolean isExcepted(HttpSettings settings) {
        String host = settings.url().getHost().toLowerCase(Locale.ROOT);
        for (String entry : variable(settings, "no_proxy", "NO_PROXY").split("[,\\s]+", -1)) {
            String name = entry.toLowerCase(Locale.ROOT).replaceFirst("^\\.", "");
            if (name.equals("*") || (!name.isEmpty() && (host.equals(name) || host.endsWith("." + name)))) {
                return true;
            }
        }
        return false;
    }

    private static String variable(HttpSettings settings, String... names) {
        for (String name : names) {
            Optional<String> value = settings.git().variable(name).filter(text -> !text.isBlank());
            if (value.isPresent()) {
                return value.get();
            }
        }
        return "";
    }

    @Override
    public String toString() {
        return "ProxyChoice[" + address + "]";
    }
}
