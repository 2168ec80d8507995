package dev.s3logkit.objectlambda.runtime;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

/// Lambda's side of the Runtime API: hands out events, takes answers, trailers included.
final class FakeRuntimeApi implements AutoCloseable {

    private final ServerSocket server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    private final BlockingQueue<String> events = new LinkedBlockingQueue<>();
    private final BlockingQueue<Posted> posted = new LinkedBlockingQueue<>();

    /// What was posted.
    ///
    /// @param body as characters
    record Posted(
            String path, Map<String, String> headers, String body, Map<String, String> trailers) {}

    FakeRuntimeApi() throws IOException {
        Thread.ofVirtual().start(this::accept);
    }

    String address() {
        return "127.0.0.1:" + server.getLocalPort();
    }

    void hand(String event) {
        events.add(event);
    }

    Posted take() throws InterruptedException {
        Posted next = posted.poll(60, java.util.concurrent.TimeUnit.SECONDS);
        if (next == null) {
            throw new AssertionError("nothing was posted");
        }
        return next;
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                Socket socket = server.accept();
                Thread.ofVirtual().start(() -> serve(socket));
            } catch (SocketException e) {
                return;
            } catch (IOException e) {
                throw new AssertionError(e);
            }
        }
    }

    private void serve(Socket socket) {
        try (socket) {
            InputStream in = new BufferedInputStream(socket.getInputStream());
            OutputStream out = socket.getOutputStream();
            String[] request = line(in).split(" ", -1);
            Map<String, String> headers = headers(in);
            if (request[0].equals("GET")) {
                byte[] event = events.take().getBytes(UTF_8);
                out.write(
                        ("HTTP/1.1 200 OK\r\nLambda-Runtime-Aws-Request-Id: id-1\r\n"
                                        + "Content-Length: "
                                        + event.length
                                        + "\r\n\r\n")
                                .getBytes(ISO_8859_1));
                out.write(event);
                return;
            }
            ByteArrayOutputStream body = new ByteArrayOutputStream();
            Map<String, String> trailers = Map.of();
            if ("chunked".equals(headers.get("transfer-encoding"))) {
                int size = Integer.parseInt(line(in), 16);
                while (size > 0) {
                    body.write(in.readNBytes(size));
                    line(in);
                    size = Integer.parseInt(line(in), 16);
                }
                trailers = headers(in);
            } else {
                body.write(in.readNBytes(Integer.parseInt(headers.get("content-length"))));
            }
            out.write("HTTP/1.1 202 Accepted\r\nContent-Length: 0\r\n\r\n".getBytes(ISO_8859_1));
            posted.add(new Posted(request[1], headers, body.toString(ISO_8859_1), trailers));
        } catch (IOException | InterruptedException e) {
            // The runtime has ended.
        }
    }

    private static Map<String, String> headers(InputStream in) throws IOException {
        Map<String, String> headers = new TreeMap<>();
        for (String line = line(in); !line.isEmpty(); line = line(in)) {
            int colon = line.indexOf(':');
            headers.put(
                    line.substring(0, colon).toLowerCase(Locale.ROOT),
                    line.substring(colon + 1).strip());
        }
        return headers;
    }

    private static String line(InputStream in) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int b = in.read(); b != '\n'; b = in.read()) {
            if (b < 0) {
                throw new IOException("closed");
            }
            if (b != '\r') {
                line.append((char) b);
            }
        }
        return line.toString();
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
