package dev.s3logkit.objectlambda.bucket;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Percent-encoding of URLs (RFC 3986, section 2.1), and S3's of keys in listings.
final class PercentEncoding {

    private static final HexFormat HEX = HexFormat.of().withUpperCase();

    /// What S3 leaves as it is under `encoding-type=url`.
    private static final String PLAIN = "-_.*/";

    private PercentEncoding() {}

    /// @param form whether `+` stands for a space
    static String decode(String encoded, boolean form) throws S3Error {
        if (encoded.indexOf('%') < 0 && (!form || encoded.indexOf('+') < 0)) {
            return encoded;
        }
        byte[] in = encoded.getBytes(StandardCharsets.UTF_8);
        ByteArrayOutputStream out = new ByteArrayOutputStream(in.length);
        for (int i = 0; i < in.length; i++) {
            if (in[i] != '%') {
                out.write(form && in[i] == '+' ? ' ' : in[i]);
                continue;
            }
            if (i + 2 >= in.length
                    || !HexFormat.isHexDigit(in[i + 1])
                    || !HexFormat.isHexDigit(in[i + 2])) {
                throw S3Error.invalidUri();
            }
            out.write(HexFormat.fromHexDigit(in[i + 1]) << 4 | HexFormat.fromHexDigit(in[i + 2]));
            i += 2;
        }
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(out.toByteArray()))
                    .toString();
        } catch (CharacterCodingException e) {
            throw S3Error.invalidUri();
        }
    }

    static List<Parameter> parameters(@Nullable String rawQuery) throws S3Error {
        if (rawQuery == null || rawQuery.isEmpty()) {
            return List.of();
        }
        List<Parameter> parameters = new ArrayList<>();
        for (String part : rawQuery.split("&", -1)) {
            if (!part.isEmpty()) {
                int equals = part.indexOf('=');
                parameters.add(
                        new Parameter(
                                decode(equals < 0 ? part : part.substring(0, equals), true),
                                equals < 0 ? "" : decode(part.substring(equals + 1), true)));
            }
        }
        return parameters;
    }

    /// As S3 encodes keys, prefixes and delimiters of a listing: like a form, and slashes stay.
    static String encode(String text) {
        StringBuilder out = new StringBuilder(text.length() + 16);
        for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
            if ((b >= 'a' && b <= 'z')
                    || (b >= 'A' && b <= 'Z')
                    || (b >= '0' && b <= '9')
                    || PLAIN.indexOf(b) >= 0) {
                out.append((char) b);
            } else if (b == ' ') {
                out.append('+');
            } else {
                out.append('%');
                HEX.toHexDigits(out, b);
            }
        }
        return out.toString();
    }
}
