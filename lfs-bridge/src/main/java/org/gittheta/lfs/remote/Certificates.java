// SPDX-License-Identifier: Apache-2.0
package org.gittheta.lfs.remote;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;

/** Says whom a TLS connection trusts: those that Java does, unless git's settings name others or nobody. */
final class Certificates {
    private static final Pattern PEM =
            Pattern.compile("-----BEGIN CERTIFICATE-----[^-]*-----END CERTIFICATE-----", Pattern.DOTALL);

    private static final long LARGEST_FILE = 1 << 24;

    private Certificates() {}

    /** Returns what the settings ask for, or nothing if they ask for nothing special. */
    static Optional<SSLContext> of(HttpSettings settings) throws IOException {
        if (!"https".equalsIgnoreCase(settings.url().getScheme())) {
            return Optional.empty();
        }
        try {
            if (!settings.verifies()) {
                return Optional.of(trusting(new TrustManager[] {new Anyone()}));
            }
            Optional<Path> authorities = settings.authorities();
            return authorities.isEmpty() ? Optional.empty() : Optional.of(trusting(read(authorities.get())));
        } catch (GeneralSecurityException e) {
            throw new RemoteFaultException("the certificates of http.sslCAInfo cannot be used", e);
        }
    }

    private static SSLContext trusting(TrustManager[] managers) throws GeneralSecurityException {
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, managers, null);
        return context;
    }

    private static TrustManager[] read(Path file) throws IOException, GeneralSecurityException {
        KeyStore trusted = KeyStore.getInstance(KeyStore.getDefaultType());
        trusted.load(null, null);
        String text = text(file);
        CertificateFactory factory = CertificateFactory.getInstance("X.509");
        Matcher matcher = PEM.matcher(text);
        int count = 0;
        while (matcher.find()) {
            trusted.setCertificateEntry(
                    "authority " + count++,
                    factory.generateCertificate(
                            new ByteArrayInputStream(matcher.group().getBytes(StandardCharsets.US_ASCII))));
        }
        if (count == 0) {
            throw new RemoteFaultException("http.sslCAInfo names " + file + ", in which there is no certificate");
        }
        TrustManagerFactory managers = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        managers.init(trusted);
        return managers.getTrustManagers();
    }

    private static String text(Path file) throws IOException {
        try {
            return Files.size(file) > LARGEST_FILE ? "" : Files.readString(file, StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            throw new RemoteFaultException("http.sslCAInfo names " + file + ", which cannot be read", e);
        }
    }

    /** Looks at nothing, the host's name neither: {@code http.sslVerify} is false. */
    private static final class Anyone extends X509ExtendedTrustManager {
        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket) {}

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type) {}

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}
