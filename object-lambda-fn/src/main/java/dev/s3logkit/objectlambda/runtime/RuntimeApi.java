package dev.s3logkit.objectlambda.runtime;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.jr.ob.JSON;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.util.Base64;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/// Lambda's Runtime API, version 2018-06-01, over HTTP/1.1 of our own: JDK clients send no
/// trailers, and a trailer is how a streamed answer says that it failed on the way. One connection
/// for each request; used by one thread.
final class RuntimeApi {

    private static final String BASE = "/2018-06-01/runtime/";
    private static final String ERROR_TYPE = "Lambda-Runtime-Function-Error-Type";
    private static final String ERROR_BODY = "Lambda-Runtime-Function-Error-Body";
    private static final int MAX_LINE = 65_536;
    private static final int CHUNK = 64 << 10;

    private final String host;
    private final int port;

    /// @param address `host:port`, as `AWS_LAMBDA_RUNTIME_API` has it
    RuntimeApi(String address) {
        int colon = address.lastIndexOf(':');
        if (colon < 0) {
            this.host = address;
            this.port = 80;
        } else {
            this.host = address.substring(0, colon);
            this.port = Integer.parseInt(address.substring(colon + 1));
        }
    }

    /// An event to be answered.
    ///
    /// @param requestId of the invocation
    /// @param event JSON; not copied
    @SuppressWarnings("ArrayRecordComponent") // Nobody compares them.
    record Invocation(String requestId, byte[] event) {}

    /// Writes what follows the head of an answer.
    @FunctionalInterface
    interface Content {
        void writeTo(OutputStream out) throws IOException;
    }

    /// Waits for the next event, however long that takes.
    Invocation next() throws IOException {
        try (Socket socket = new Socket(host, port)) {
            send(socket, "GET", BASE + "invocation/next", Map.of("Content-Length", "0"));
            InputStream in = new BufferedInputStream(socket.getInputStream());
            Map<String, String> headers = head(in, 200);
            String id = headers.get("lambda-runtime-aws-request-id");
            if (id == null) {
                throw new IOException("the Runtime API sent an event without a request id");
            }
            return new Invocation(id, body(in, headers));
        }
    }

    /// Sends an answer while it is made. When the content breaks off the answer says so in its
    /// trailer, and the failure is thrown.
    ///
    /// @param prelude JSON with status and headers
    void respond(String requestId, byte[] prelude, Content content) throws IOException {
        try (Socket socket = new Socket(host, port)) {
            Map<String, String> headers = new LinkedHashMap<>();
            headers.put("Lambda-Runtime-Function-Response-Mode", "streaming");
            headers.put("Content-Type", "application/vnd.awslambda.http-integration-response");
            headers.put("Transfer-Encoding", "chunked");
            headers.put("Trailer", ERROR_TYPE + ", " + ERROR_BODY);
            OutputStream out =
                    send(socket, "POST", BASE + "invocation/" + requestId + "/response", headers);
            Chunks chunks = new Chunks(out);
            chunks.write(prelude);
            chunks.write(new byte[8]);
            IOException failure = null;
            try {
                content.writeTo(chunks);
            } catch (IOException e) {
                failure = e;
            }
            chunks.flush();
            StringBuilder end = new StringBuilder("0\r\n");
            if (failure != null) {
                end.append(ERROR_TYPE).append(": ").append(failure.getClass().getSimpleName());
                end.append("\r\n").append(ERROR_BODY).append(": ");
                end.append(Base64.getEncoder().encodeToString(error(failure))).append("\r\n");
            }
            out.write(end.append("\r\n").toString().getBytes(ISO_8859_1));
            out.flush();
            head(new BufferedInputStream(socket.getInputStream()), 202);
            if (failure != null) {
                throw failure;
            }
        }
    }

    /// Says that an invocation failed before it was answered.
    void fail(String requestId, Throwable failure) throws IOException {
        report(BASE + "invocation/" + requestId + "/error", failure);
    }

    /// Says that nothing can be answered at all.
    void failInit(Throwable failure) throws IOException {
        report(BASE + "init/error", failure);
    }

    private void report(String path, Throwable failure) throws IOException {
        byte[] body = error(failure);
        try (Socket socket = new Socket(host, port)) {
            Map<String, String> headers = new LinkedHashMap<>();
            headers.put(ERROR_TYPE, failure.getClass().getName());
            headers.put("Content-Type", "application/vnd.aws.lambda.error+json");
            headers.put("Content-Length", Integer.toString(body.length));
            OutputStream out = send(socket, "POST", path, headers);
            out.write(body);
            out.flush();
            head(new BufferedInputStream(socket.getInputStream()), 202);
        }
    }

    private static byte[] error(Throwable failure) throws IOException {
        Map<String, Object> error = new LinkedHashMap<>();
        error.put("errorMessage", String.valueOf(failure.getMessage()));
        error.put("errorType", failure.getClass().getName());
        return JSON.std.asString(error).getBytes(UTF_8);
    }

    private OutputStream send(
            Socket socket, String method, String path, Map<String, String> headers)
            throws IOException {
        OutputStream out = new BufferedOutputStream(socket.getOutputStream(), CHUNK);
        StringBuilder head = new StringBuilder(256);
        head.append(method).append(' ').append(path).append(" HTTP/1.1\r\n");
        head.append("Host: ").append(host).append(':').append(port).append("\r\n");
        head.append("Connection: close\r\n");
        headers.forEach(
                (name, value) -> head.append(name).append(": ").append(value).append("\r\n"));
        out.write(head.append("\r\n").toString().getBytes(ISO_8859_1));
        out.flush();
        return out;
    }

    /// The headers of an answer by lower-case names.
    private static Map<String, String> head(InputStream in, int expected) throws IOException {
        String status = line(in);
        if (!status.startsWith("HTTP/1.1 " + expected)) {
            throw new IOException(
                    "the Runtime API answered '%s', expected %d".formatted(status, expected));
        }
        Map<String, String> headers = new HashMap<>();
        for (String line = line(in); !line.isEmpty(); line = line(in)) {
            int colon = line.indexOf(':');
            if (colon > 0) {
                headers.put(
                        line.substring(0, colon).toLowerCase(Locale.ROOT),
                        line.substring(colon + 1).strip());
            }
        }
        return headers;
    }

    private static byte[] body(InputStream in, Map<String, String> headers) throws IOException {
        String length = headers.get("content-length");
        if (length == null) {
            // The connection is closed behind it.
            return in.readAllBytes();
        }
        byte[] body = in.readNBytes(Integer.parseInt(length));
        if (body.length != Integer.parseInt(length)) {
            throw new EOFException("the Runtime API sent a part of an event");
        }
        return body;
    }

    private static String line(InputStream in) throws IOException {
        StringBuilder line = new StringBuilder(80);
        for (int b = in.read(); b != '\n'; b = in.read()) {
            if (b < 0) {
                throw new EOFException("the Runtime API closed the connection");
            }
            if (line.length() > MAX_LINE) {
                throw new IOException("the Runtime API sent a header without an end");
            }
            if (b != '\r') {
                line.append((char) b);
            }
        }
        return line.toString();
    }

    /// Chunks of HTTP/1.1; the last one is written by who knows how it ended.
    private static final class Chunks extends OutputStream {

        private final OutputStream out;
        private final byte[] buffer = new byte[CHUNK];
        private int filled;

        Chunks(OutputStream out) {
            this.out = out;
        }

        @Override
        public void write(int b) throws IOException {
            write(new byte[] {(byte) b}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            int from = offset;
            int left = length;
            while (left > 0) {
                int count = Math.min(left, buffer.length - filled);
                System.arraycopy(bytes, from, buffer, filled, count);
                filled += count;
                from += count;
                left -= count;
                if (filled == buffer.length) {
                    chunk();
                }
            }
        }

        @Override
        public void flush() throws IOException {
            chunk();
            out.flush();
        }

        private void chunk() throws IOException {
            if (filled > 0) {
                out.write((Integer.toHexString(filled) + "\r\n").getBytes(ISO_8859_1));
                out.write(buffer, 0, filled);
                out.write('\r');
                out.write('\n');
                filled = 0;
            }
        }
    }
}
