// SPDX-License-Identifier: Apache-2.0
package org.gittheta.lfs.remote;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.gittheta.lfs.Repositories;
import org.gittheta.lfs.history.StubFiles;
import org.gittheta.storage.object.StoredObject;
import org.gittheta.storage.repository.Git;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Asks through proxies, with certificates and with passwords that git is told of. */
@Timeout(60)
class HttpAccessTest {
    private static final StoredObject OBJECT = StubFiles.object("there");

    @TempDir
    private Path folder;

    private Path root;
    private Map<String, String> environment;
    private Git git;
    private HttpServer server;
    private final List<String> seen = new CopyOnWriteArrayList<>();

    @BeforeEach
    void makeRepository() throws IOException {
        root = folder.toRealPath();
        Repositories repositories = Repositories.in(root);
        environment = new HashMap<>(repositories.environment());
        git = repositories.make("r");
    }

    @AfterEach
    void stop() {
        if (server != null) {
            server.stop(0);
        }
    }

    private static InetSocketAddress anyPort() {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    }

    /** Serves one answer, that the object is there, and notes what it was asked for and a header. */
    private void serve(HttpServer made, String header) {
        server = made;
        server.createContext("/", exchange -> {
            seen.add(exchange.getRequestURI() + " "
                    + exchange.getRequestHeaders().getFirst(header));
            answer(exchange, header.equals("Authorization"));
        });
        server.start();
    }

    private static void answer(HttpExchange exchange, boolean asksForUser) throws IOException {
        if (asksForUser && exchange.getRequestHeaders().getFirst("Authorization") == null) {
            exchange.sendResponseHeaders(401, -1);
        } else {
            byte[] body = ("{\"objects\":[{\"oid\":\"" + OBJECT.oid() + "\",\"size\":" + OBJECT.size()
                            + ",\"actions\":{\"download\":{\"href\":\"http://h.org/o\"}}}]}")
                    .getBytes(UTF_8);
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
        }
        exchange.close();
    }

    private void assertHeld(String url) throws IOException {
        assertThat(new RemoteObjects(git).held(url, List.of(OBJECT))).containsExactly(OBJECT);
    }

    @Test
    void aProxyOfTheSettingsIsAskedWithItsOwnUserAndPassword() throws IOException {
        serve(HttpServer.create(anyPort(), 0), "Proxy-Authorization");
        String proxy = "127.0.0.1:" + server.getAddress().getPort();
        git.run("config", "http.http://nowhere.invalid/.proxy", "http://me:p%40ss@" + proxy);
        assertHeld("http://nowhere.invalid/m.git");
        git.run("config", "--unset", "http.http://nowhere.invalid/.proxy");
        git = git.with("http_proxy", proxy);
        assertHeld("http://nowhere.invalid/m.git");

        String asked = "http://nowhere.invalid/m.git/info/lfs/objects/batch ";
        assertThat(seen).containsExactly(asked + Credentials.basic("me:p@ss"), asked + "null");
    }

    @ParameterizedTest
    @CsvSource({
        "https://h.org, '', https_proxy=one:1 http_proxy=two:2, one:1",
        "https://h.org, '', HTTPS_PROXY=one, one:1080",
        "http://h.org, '', https_proxy=one:1 HTTP_PROXY=two:2, ''",
        "http://h.org, '', https_proxy=one:1 ALL_PROXY=http://two:2, two:2",
        "http://h.org, three:3, http_proxy=one:1, three:3",
        "https://h.org, '', https_proxy=one:1 no_proxy=a.org, one:1",
        "https://h.org, '', 'https_proxy=one:1 NO_PROXY=a.org,.org', ''",
        "https://h.org, '', https_proxy=one:1 no_proxy=*, ''",
        "https://h.org, three:3, no_proxy=h.org, ''",
    })
    void theProxyIsTheOneThatGitWouldTake(String url, String setting, String variables, String expected)
            throws IOException {
        for (String variable : variables.split(" ", -1)) {
            environment.put(variable.replaceFirst("=.*", ""), variable.replaceFirst(".*?=", ""));
        }
        HttpSettings settings = new HttpSettings(
                new Git(root, environment),
                URI.create(url + "/m.git"),
                setting.isEmpty() ? Map.of() : Map.of("proxy", setting));
        Optional<InetSocketAddress> address = ProxyChoice.of(settings).address();
        assertThat(address.map(it -> it.getHostString() + ":" + it.getPort()).orElse(""))
                .isEqualTo(expected);
    }

    @Test
    void aProxyOfAnotherKindIsNamedWithoutItsPassword() {
        HttpSettings settings =
                new HttpSettings(git, URI.create("https://h.org"), Map.of("proxy", "socks5://me:secret@h.org:1"));
        assertThatExceptionOfType(RemoteFaultException.class)
                .isThrownBy(() -> ProxyChoice.of(settings))
                .withMessageContaining("socks5://h.org:1");
    }

    @Test
    void whoMayVouchForAServerIsSaidByTheSettings() throws Exception {
        HttpsServer made = HttpsServer.create(anyPort(), 0);
        made.setHttpsConfigurator(new HttpsConfigurator(serverKey()));
        serve(made, "Accept");
        String url = "https://localhost:" + made.getAddress().getPort() + "/m.git";
        assertFails(url, "asking " + url);

        Path authorities = root.resolve("authorities.pem");
        try (InputStream in = HttpAccessTest.class.getResourceAsStream("/tls/server.pem")) {
            Files.writeString(authorities, "# A comment -- of several words\n" + new String(in.readAllBytes(), UTF_8));
        }
        git.run("config", "http.sslCAInfo", authorities.toString());
        assertHeld(url);
        git.run("config", "http.sslCAInfo", root.resolve("none.pem").toString());
        assertFails(url, "none.pem, which cannot be read");
        Files.writeString(root.resolve("none.pem"), "nothing");
        assertFails(url, "there is no certificate");
        git.run("config", "http." + url + ".sslVerify", "no");
        assertHeld(url);
        git.run("config", "--unset", "http." + url + ".sslVerify");
        git = git.with("GIT_SSL_NO_VERIFY", "1");
        assertHeld(url);
    }

    private void assertFails(String url, String words) {
        assertThatExceptionOfType(RemoteFaultException.class)
                .isThrownBy(() -> new RemoteObjects(git).held(url, List.of(OBJECT)))
                .withMessageContaining(words)
                .satisfies(e -> assertThat(e.getMessage()).doesNotContain("\n"));
    }

    private static SSLContext serverKey() throws Exception {
        KeyStore keys = KeyStore.getInstance("PKCS12");
        char[] password = "secret".toCharArray();
        try (InputStream in = HttpAccessTest.class.getResourceAsStream("/tls/server.p12")) {
            keys.load(in, password);
        }
        KeyManagerFactory managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        managers.init(keys, password);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(managers.getKeyManagers(), null, null);
        return context;
    }

    @Test
    void aPasswordComesFromNetrcWhenTheServerAsks() throws IOException {
        serve(HttpServer.create(anyPort(), 0), "Authorization");
        Files.writeString(
                root.resolve("home/.netrc"),
                "machine h.org login a password b\nmachine 127.0.0.1 login me password x\n");
        assertHeld("http://127.0.0.1:" + server.getAddress().getPort() + "/m.git");
        assertThat(new ArrayList<>(seen))
                .extracting(it -> it.replaceFirst(".* ", ""))
                .containsExactly("null", Credentials.basic("me:x").replaceFirst(".* ", ""));
    }

    @ParameterizedTest
    @CsvSource({
        "'machine h.org login me password p', me:p",
        "'machine h.org\n  login me\n  password p\n', me:p",
        "'# machine h.org login no password no\nmachine H.org password p', :p",
        "'machine other login a password b default login me account x password p', me:p",
        "'macdef init\nmachine h.org login no password no\n\nmachine h.org login me password p', me:p",
        "'machine h.org login me', ",
        "'', ",
        "'machine', ",
    })
    void netrcIsReadAsCurlReadsIt(String text, String expected) {
        assertThat(Netrc.find(text, "h.org")).isEqualTo(Optional.ofNullable(expected));
    }
}
