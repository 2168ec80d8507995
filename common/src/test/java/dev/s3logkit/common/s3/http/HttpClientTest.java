package dev.s3logkit.common.s3.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.EOFException;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(30)
class HttpClientTest {

    private static final byte[] REQUEST = "GET / HTTP/1.1\r\nhost: h\r\n\r\n".getBytes(ISO_8859_1);

    /// Long enough for a busy machine, short enough for a test of what never comes.
    private static final Timeouts SHORT =
            new Timeouts(
                    Duration.ofSeconds(5),
                    Duration.ofMillis(500),
                    Duration.ofMillis(700),
                    Duration.ofSeconds(15),
                    Duration.ofMillis(50));

    private WireServer server;
    private HttpClient client;

    @BeforeEach
    void start() throws IOException {
        server = new WireServer();
        client = new HttpClient(2, SHORT);
    }

    @AfterEach
    void stop() throws IOException {
        client.close();
        server.close();
    }

    private HttpAnswer send() throws IOException {
        return client.send(server.endpoint(), REQUEST);
    }

    private String get() throws IOException {
        try (HttpAnswer answer = send()) {
            return new String(answer.readAllBytes(), ISO_8859_1);
        }
    }

    private static String ok(String body) {
        return "HTTP/1.1 200 OK\r\nContent-Length: " + body.length() + "\r\n\r\n" + body;
    }

    @Test
    void keepsAConnectionForTheNextRequest() throws IOException {
        for (int i = 0; i < 10; i++) {
            server.then(ok("body" + i));
            assertThat(get()).isEqualTo("body" + i);
        }
        assertThat(server.connections()).isEqualTo(1);
    }

    @Test
    void readsHeadersInAnyCaseAndBodiesOfAnyFraming() throws IOException {
        server.then("HTTP/1.1 206 Partial Content\nETAG:\t\"e\" \ncontent-LENGTH:3\n\nabc");
        try (HttpAnswer answer = send()) {
            assertThat(answer.status()).isEqualTo(206);
            assertThat(answer.header("etag")).isEqualTo("\"e\"");
            assertThat(answer.contentLength()).isEqualTo(3);
            assertThat(answer.readAllBytes()).asString(ISO_8859_1).isEqualTo("abc");
        }
        server.then(
                """
                HTTP/1.1 100 Continue

                HTTP/1.1 404 Not Found
                Transfer-Encoding: chunked

                3;x=y
                abc
                0A
                0123456789
                0
                Trailer: t

                """
                        .replace("\n", "\r\n"));
        try (HttpAnswer answer = send()) {
            assertThat(answer.status()).isEqualTo(404);
            assertThat(answer.contentLength()).isEqualTo(-1);
            assertThat(answer.readAllBytes()).asString(ISO_8859_1).isEqualTo("abc0123456789");
        }
        server.then(ok("still the same connection"));
        assertThat(get()).isEqualTo("still the same connection");
        assertThat(server.connections()).isEqualTo(1);
        server.thenClose("HTTP/1.1 200 OK\r\n\r\nuntil the end");
        assertThat(get()).isEqualTo("until the end");
    }

    @Test
    void usesAConnectionNoMoreThatTheServerCloses() throws IOException {
        server.then("HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 1\r\n\r\na");
        server.then("HTTP/1.0 200 OK\r\nContent-Length: 1\r\n\r\nb");
        server.then(ok("c"));
        assertThat(get() + get() + get()).isEqualTo("abc");
        assertThat(server.connections()).isEqualTo(3);
    }

    @Test
    void noticesThatAKeptConnectionWasClosed() throws IOException {
        server.thenClose(ok("a")).then(ok("b"));
        assertThat(get() + get()).isEqualTo("ab");
        assertThat(server.connections()).isEqualTo(2);
    }

    @Test
    void usesNoConnectionWithBytesThatBelongToNoAnswer() throws IOException {
        server.then(ok("a") + "HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nevil").then(ok("b"));
        assertThat(get() + get()).isEqualTo("ab");
        assertThat(server.connections()).isEqualTo(2);
    }

    @Test
    void dropsAConnectionWhoseBodyIsNotReadToItsEnd() throws IOException {
        server.then(ok("0123456789")).then(ok("b"));
        try (HttpAnswer answer = send()) {
            assertThat(answer.read()).isEqualTo('0');
        }
        assertThat(get()).isEqualTo("b");
        assertThat(server.connections()).isEqualTo(2);
    }

    @Test
    void waitsForAConnectionNoLongerThanAllowed() throws IOException {
        server.then(ok("a")).then(ok("b")).then(ok("c"));
        try (HttpAnswer first = send();
                HttpAnswer second = send()) {
            assertThatThrownBy(this::send)
                    .hasMessageContaining("none of 2 connections came free within PT0.05S");
            assertThat(first.readAllBytes()).hasSize(1);
            assertThat(second.readAllBytes()).hasSize(1);
        }
        assertThat(get()).isEqualTo("c");
    }

    static String[] notHttp() {
        return new String[] {
            "SSH-2.0-OpenSSH_9.2\r\n\r\n",
            "HTTP/2 200 OK\r\n\r\n",
            "HTTP/1.1 2x0 OK\r\n\r\n",
            "HTTP/1.1 20\r\n\r\n",
            "HTTP/1.1 2000 OK\r\n\r\n",
            "HTTP/1.1 000 OK\r\n\r\n",
            "\r\n\r\n",
            "HTTP/1.1 200 OK\r\nno colon\r\n\r\n",
            "HTTP/1.1 200 OK\r\n: no name\r\n\r\n",
            "HTTP/1.1 200 OK\r\nname : space\r\n\r\n",
            "HTTP/1.1 200 OK\r\na: b\r\n folded\r\n\r\n",
            "HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\n",
            "HTTP/1.1 200 OK\r\nContent-Length: 1e3\r\n\r\n",
            "HTTP/1.1 200 OK\r\nContent-Length: 99999999999999999999\r\n\r\n",
            "HTTP/1.1 200 OK\r\nContent-Length:\r\n\r\n",
            "HTTP/1.1 200 OK\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nab",
            "HTTP/1.1 200 OK\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\na",
            "HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip, chunked\r\n\r\na",
            "HTTP/1.1 200 OK\r\n" + "a: b\r\n".repeat(201) + "\r\n",
            "HTTP/1.1 200 OK\r\na: " + "b".repeat(20_000) + "\r\n\r\n",
            "HTTP/1.1 100 Continue\r\n\r\n".repeat(7) + ok("late"),
        };
    }

    @ParameterizedTest
    @MethodSource
    void notHttp(String answer) {
        server.thenClose(answer);
        assertThatThrownBy(this::send)
                .isInstanceOf(HttpProtocolException.class)
                .message()
                .hasSizeLessThan(200)
                .matches("[\\x20-\\x7e…]+");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "x\r\n",
                "-1\r\n",
                "+1\r\na\r\n",
                "\r\n",
                "fffffffffffffffff\r\n",
                "1\r\nabc\r\n0\r\n\r\n",
            })
    void refusesChunksThatAreNone(String body) {
        server.thenClose("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n" + body);
        assertThatThrownBy(this::get).isInstanceOf(HttpProtocolException.class);
    }

    @Test
    void endsAtEveryPlaceWhereTheConnectionMayBreak() throws IOException {
        String sized = ok("0123456789");
        String chunked =
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\n01234\r\n0\r\n\r\n";
        for (String whole : new String[] {sized, chunked}) {
            for (int length = 0; length < whole.length(); length++) {
                server.thenClose(whole.substring(0, length));
                assertThatThrownBy(this::get).isInstanceOf(EOFException.class);
            }
        }
        server.then(sized);
        assertThat(get()).isEqualTo("0123456789");
    }

    @Test
    void givesUpAServerThatSaysNothing() {
        server.then(socket -> {});
        assertThatThrownBy(this::send).isInstanceOf(SocketTimeoutException.class);
        assertThat(server.requests()).isEqualTo(1);
    }

    @Test
    void givesUpAHeadThatTakesTooLong() {
        Timeouts patient =
                new Timeouts(
                        SHORT.connect(),
                        Duration.ofDays(1),
                        Duration.ofMillis(200),
                        SHORT.idle(),
                        SHORT.permit());
        server.then("HTTP/1.1 200 OK\r\nContent-Length: 1\r\n");
        try (HttpClient other = new HttpClient(1, patient)) {
            assertThatThrownBy(() -> other.send(server.endpoint(), REQUEST))
                    .isInstanceOf(SocketTimeoutException.class);
        }
    }

    @Test
    void givesUpABodyThatStops() throws IOException {
        server.then("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\n012");
        try (HttpAnswer answer = send()) {
            assertThatThrownBy(answer::readAllBytes).isInstanceOf(SocketTimeoutException.class);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://h:80/ h",
                "http://h:81/x h:81",
                "https://h h",
                "https://h:443 h",
                "https://h:80 h:80",
                "http://[::1]:9000/ [::1]:9000"
            })
    void namesTheHost(String urlAndAuthority) {
        String[] parts = urlAndAuthority.split(" ", 2);
        assertThat(Endpoint.of(URI.create(parts[0])).authority()).isEqualTo(parts[1]);
    }
}
