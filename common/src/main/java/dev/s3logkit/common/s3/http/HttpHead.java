package dev.s3logkit.common.s3.http;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/// Status line and headers of an answer (RFC 9112, sections 4 and 5).
final class HttpHead {

    private static final int MAX_LINE_BYTES = 8192;
    private static final int MAX_LINES = 200;
    private static final int MAX_INFORMATIONAL = 5;

    private final int status;
    private final boolean persistent;

    /// Names in lower case and values, in turns.
    private final List<String> headers = new ArrayList<>(48);

    private HttpHead(int status, boolean persistent) {
        this.status = status;
        this.persistent = persistent;
    }

    /// Reads the next answer's head; those with a status of 1xx are passed over.
    static HttpHead read(HttpConnection connection) throws IOException {
        for (int i = 0; i <= MAX_INFORMATIONAL; i++) {
            HttpHead head = statusLine(connection.readLine(MAX_LINE_BYTES));
            head.readHeaders(connection);
            if (head.status >= 200) {
                connection.headIsComplete();
                return head;
            }
        }
        throw new HttpProtocolException(
                "more than %d interim answers".formatted(MAX_INFORMATIONAL));
    }

    private static HttpHead statusLine(String line) throws HttpProtocolException {
        boolean http =
                line.length() >= 12
                        && (line.startsWith("HTTP/1.1 ") || line.startsWith("HTTP/1.0 "))
                        && (line.length() == 12 || line.charAt(12) == ' ');
        int status = 0;
        for (int i = 9; http && i < 12; i++) {
            int digit = line.charAt(i) - '0';
            http = digit >= 0 && digit <= 9;
            status = 10 * status + digit;
        }
        if (!http || status < 100) {
            throw new HttpProtocolException(
                    "expected 'HTTP/1.1' and a status, found '%s'".formatted(printable(line)));
        }
        return new HttpHead(status, line.startsWith("HTTP/1.1"));
    }

    private void readHeaders(HttpConnection connection) throws IOException {
        for (int i = 0; i < MAX_LINES; i++) {
            String line = connection.readLine(MAX_LINE_BYTES);
            if (line.isEmpty()) {
                return;
            }
            int colon = line.indexOf(':');
            // A name is followed by its colon at once, and lines are not folded any more.
            if (colon <= 0 || line.charAt(0) <= ' ' || line.charAt(colon - 1) <= ' ') {
                throw new HttpProtocolException(
                        "expected a header, found '%s'".formatted(printable(line)));
            }
            headers.add(line.substring(0, colon).toLowerCase(Locale.ROOT));
            headers.add(line.substring(colon + 1).strip());
        }
        throw new HttpProtocolException("more than %d headers".formatted(MAX_LINES));
    }

    private static String printable(String line) {
        String start = line.length() > 60 ? line.substring(0, 60) + "…" : line;
        return start.replaceAll("[^\\x20-\\x7e…]", "?");
    }

    int status() {
        return status;
    }

    /// The first value, or null; the name in lower case.
    @Nullable String header(String name) {
        for (int i = 0; i < headers.size(); i += 2) {
            if (headers.get(i).equals(name)) {
                return headers.get(i + 1);
            }
        }
        return null;
    }

    void forEach(BiConsumer<String, String> visitor) {
        for (int i = 0; i < headers.size(); i += 2) {
            visitor.accept(headers.get(i), headers.get(i + 1));
        }
    }

    /// Whether the server keeps the connection after this answer.
    boolean keepsConnection() {
        String connection = header("connection");
        return connection == null
                ? persistent
                : persistent
                        ? !connection.equalsIgnoreCase("close")
                        : connection.equalsIgnoreCase("keep-alive");
    }

    /// Whether the body comes in chunks.
    ///
    /// @throws HttpProtocolException for any other transfer coding
    boolean isChunked() throws HttpProtocolException {
        String coding = header("transfer-encoding");
        if (coding == null) {
            return false;
        }
        if (!coding.equalsIgnoreCase("chunked") || header("content-length") != null) {
            throw new HttpProtocolException(
                    "transfer encoding '%s', content length '%s'"
                            .formatted(printable(coding), header("content-length")));
        }
        return true;
    }

    /// Bytes of the body, or -1 when it ends with a last chunk or with the connection.
    ///
    /// @throws HttpProtocolException when two lengths differ or one is no number
    long contentLength() throws HttpProtocolException {
        if (status == 204 || status == 304) {
            return 0;
        }
        long length = -1;
        for (int i = 0; i < headers.size(); i += 2) {
            if (headers.get(i).equals("content-length")) {
                long value = length(headers.get(i + 1));
                if (length >= 0 && length != value) {
                    throw new HttpProtocolException(
                            "two content lengths, %d and %d".formatted(length, value));
                }
                length = value;
            }
        }
        return length;
    }

    private static long length(String text) throws HttpProtocolException {
        boolean digits =
                !text.isEmpty()
                        && text.length() <= 18
                        && text.chars().allMatch(c -> c >= '0' && c <= '9');
        if (!digits) {
            throw new HttpProtocolException(
                    "content length '%s': expected a number".formatted(printable(text)));
        }
        return Long.parseLong(text);
    }
}
