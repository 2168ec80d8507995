package dev.s3logkit.common.s3.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Encryption, with a certificate of the host `localhost` that only those trust who are told to.
class TlsTest {

    private static final char[] PASSWORD = "secret".toCharArray();
    private static final byte[] REQUEST = "GET / HTTP/1.1\r\nhost: h\r\n\r\n".getBytes(ISO_8859_1);
    private static final String ANSWER = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";

    private static SSLContext context;

    private WireServer server;

    @BeforeAll
    static void makeCertificate(@TempDir Path folder) throws Exception {
        Path store = folder.resolve("keys.p12");
        Path keytool = Path.of(System.getProperty("java.home"), "bin", "keytool");
        Process made =
                new ProcessBuilder(
                                List.of(
                                        keytool.toString(),
                                        "-genkeypair",
                                        "-keyalg",
                                        "EC",
                                        "-alias",
                                        "k",
                                        "-dname",
                                        "CN=localhost",
                                        "-ext",
                                        "san=dns:localhost",
                                        "-keystore",
                                        store.toString(),
                                        "-storepass",
                                        new String(PASSWORD)))
                        .redirectErrorStream(true)
                        .start();
        String output = new String(made.getInputStream().readAllBytes(), ISO_8859_1);
        assertThat(made.waitFor()).as(output).isZero();
        KeyStore keys = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(store)) {
            keys.load(in, PASSWORD);
        }
        KeyManagerFactory own = KeyManagerFactory.getInstance("PKIX");
        own.init(keys, PASSWORD);
        TrustManagerFactory trusted = TrustManagerFactory.getInstance("PKIX");
        trusted.init(keys);
        context = SSLContext.getInstance("TLS");
        context.init(own.getKeyManagers(), trusted.getTrustManagers(), null);
    }

    @BeforeEach
    void start() throws IOException {
        server = new WireServer(context.getServerSocketFactory());
    }

    @AfterEach
    void stop() throws IOException {
        server.close();
    }

    private Endpoint endpoint(String host) {
        return new Endpoint(true, host, server.port());
    }

    @Test
    void readsFromAHostThatItTrusts() throws IOException {
        server.then(ANSWER).then(ANSWER);
        try (HttpClient client = new HttpClient(1, Timeouts.DEFAULT, context.getSocketFactory())) {
            for (int i = 0; i < 2; i++) {
                try (HttpAnswer answer = client.send(endpoint("localhost"), REQUEST)) {
                    assertThat(answer.readAllBytes()).asString(ISO_8859_1).isEqualTo("ok");
                }
            }
        }
        assertThat(server.connections()).isEqualTo(1);
    }

    @Test
    void sendsNothingToAHostThatTheCertificateDoesNotName() {
        try (HttpClient client = new HttpClient(1, Timeouts.DEFAULT, context.getSocketFactory())) {
            assertThatThrownBy(() -> client.send(endpoint("127.0.0.1"), REQUEST))
                    .isInstanceOf(SSLException.class);
        }
        assertThat(server.requests()).isZero();
    }

    @Test
    void sendsNothingToAHostWhoseCertificateNobodyVouchesFor() {
        try (HttpClient client = new HttpClient(1, Timeouts.DEFAULT)) {
            assertThatThrownBy(() -> client.send(endpoint("localhost"), REQUEST))
                    .isInstanceOf(SSLException.class);
        }
        assertThat(server.requests()).isZero();
    }
}
