// SPDX-License-Identifier: Apache-2.0
package org.gittheta.lfs.remote;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.gittheta.storage.repository.Git;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProxyChoiceTest {
    private static final Path HERE = Path.of("");

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
        Map<String, String> environment = new HashMap<>();
        for (String variable : variables.split(" ", -1)) {
            environment.put(variable.replaceFirst("=.*", ""), variable.replaceFirst(".*?=", ""));
        }
        HttpSettings settings = new HttpSettings(
                new Git(HERE, environment),
                URI.create(url + "/m.git"),
                setting.isEmpty() ? Map.of() : Map.of("proxy", setting));
        Optional<InetSocketAddress> address = ProxyChoice.of(settings).address();
        assertThat(address.map(it -> it.getHostString() + ":" + it.getPort()).orElse(""))
                .isEqualTo(expected);
    }

    @Test
    void aProxyOfAnotherKindIsNamedWithoutItsPassword() {
        HttpSettings settings = new HttpSettings(
                new Git(HERE, Map.of()), URI.create("https://h.org"), Map.of("proxy", "socks5://me:secret@h.org:1"));
        assertThatExceptionOfType(RemoteFaultException.class)
                .isThrownBy(() -> ProxyChoice.of(settings))
                .withMessageContaining("socks5://h.org:1");
    }
}
