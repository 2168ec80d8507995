package dev.s3logkit.compressor.source;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.s3logkit.common.s3.S3Uri;
import dev.s3logkit.compressor.failure.ManifestException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.util.Arrays;

/// Reads a manifest: UTF-8, one URL on a line, which ends in LF or CRLF. A URL is `s3://bucket/key`
/// for an object, or ends in `/` for all objects below a prefix or in a bucket; keys stand as they
/// are, with blanks at their end. Lines of nothing but blanks are passed over.
///
/// Streams: memory does not grow with the manifest.
public final class ManifestReader {

    /// The longest URL has 63 bytes of bucket and 1,024 of key.
    private static final int MAX_LINE = 4096;

    private static final byte[] BYTE_ORDER_MARK = {(byte) 0xef, (byte) 0xbb, (byte) 0xbf};

    private final InputStream in;
    private final String name;
    private final byte[] line = new byte[MAX_LINE];
    private int length;
    private long number = 1;

    private ManifestReader(InputStream in, String name) {
        this.in = in;
        this.name = name;
    }

    /// Takes the lines of a manifest.
    @FunctionalInterface
    public interface Visitor {
        /// One line; its key is empty or ends in `/` when it means all objects below.
        void visit(S3Uri url) throws IOException;
    }

    /// Visits every line in order.
    ///
    /// @param in left open
    /// @param name of the manifest in complaints
    /// @throws ManifestException names the first line that is none, by its number
    /// @throws IOException when the stream or the visitor fails
    public static void read(InputStream in, String name, Visitor visitor) throws IOException {
        new ManifestReader(in, name).read(visitor);
    }

    private void read(Visitor visitor) throws IOException {
        byte[] buffer = new byte[64 << 10];
        for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
            int from = 0;
            for (int i = 0; i < n; i++) {
                if (buffer[i] == '\n') {
                    append(buffer, from, i);
                    visit(visitor);
                    from = i + 1;
                }
            }
            append(buffer, from, n);
        }
        visit(visitor);
    }

    private void append(byte[] buffer, int from, int to) throws ManifestException {
        if (to - from > MAX_LINE - length) {
            throw damaged("is longer than %,d bytes, so it is no S3 URL".formatted(MAX_LINE));
        }
        System.arraycopy(buffer, from, line, length, to - from);
        length += to - from;
    }

    private void visit(Visitor visitor) throws IOException {
        boolean marked =
                number == 1 && Arrays.equals(line, 0, Math.min(length, 3), BYTE_ORDER_MARK, 0, 3);
        int start = marked ? 3 : 0;
        int end = length > start && line[length - 1] == '\r' ? length - 1 : length;
        String text = decode(start, end);
        if (!text.isBlank()) {
            visitor.visit(parse(text));
        }
        length = 0;
        number++;
    }

    private String decode(int start, int end) throws ManifestException {
        try {
            return UTF_8.newDecoder().decode(ByteBuffer.wrap(line, start, end - start)).toString();
        } catch (CharacterCodingException e) {
            throw new ManifestException(
                    "%s: line %d is not UTF-8: %s".formatted(name, number, e.getMessage()), e);
        }
    }

    private S3Uri parse(String text) throws ManifestException {
        S3Uri url;
        try {
            url = S3Uri.parse(text);
        } catch (IllegalArgumentException e) {
            throw new ManifestException(
                    "%s: line %d: %s".formatted(name, number, e.getMessage()), e);
        }
        if (url.key().isEmpty() && !text.endsWith("/")) {
            throw damaged("names a bucket; all of its objects are " + url);
        }
        return url;
    }

    private ManifestException damaged(String problem) {
        return new ManifestException("%s: line %d %s".formatted(name, number, problem));
    }
}
