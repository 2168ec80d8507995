package dev.s3logkit.common.inventory;

import static java.nio.charset.StandardCharsets.UTF_8;

/// Foreign bytes in messages.
final class Excerpt {

    private static final int MAX_BYTES = 80;

    private Excerpt() {}

    /// The bytes as text in single quotes, control characters as spaces, cut when there are many.
    static String of(byte[] b, int from, int to) {
        int end = Math.min(to, from + MAX_BYTES);
        String text = new String(b, from, end - from, UTF_8).replaceAll("\\p{Cntrl}", " ");
        return "'" + text + (end < to ? "…" : "") + "'";
    }
}
