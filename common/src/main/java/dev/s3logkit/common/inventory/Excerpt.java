package dev.s3logkit.common.inventory;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.HexFormat;

/// Foreign bytes in messages.
final class Excerpt {

    private static final int MAX_BYTES = 80;

    private Excerpt() {}

    /// The bytes as text in single quotes, cut when there are many. What is not to be printed is
    /// written as `\x00`.
    static String of(byte[] b, int from, int to) {
        int end = Math.min(to, from + MAX_BYTES);
        StringBuilder text = new StringBuilder("'");
        for (char c : new String(b, from, end - from, UTF_8).toCharArray()) {
            if (Character.isISOControl(c)) {
                text.append("\\x").append(HexFormat.of().toHexDigits((byte) c));
            } else {
                text.append(c);
            }
        }
        return text.append(end < to ? "…'" : "'").toString();
    }
}
