package dev.s3logkit.local.s3.store;

import java.util.Comparator;

/// The order in which S3 lists keys: that of their UTF-8 bytes, which is that of their code points.
/// It differs from [String#compareTo(String)] where surrogates meet U+E000 to U+FFFF.
enum Utf8Order implements Comparator<String> {
    INSTANCE;

    /// Greater than any character that keys hold, and a prefix followed by it than most keys below
    /// the prefix.
    static final String LAST = new String(Character.toChars(Character.MAX_CODE_POINT));

    @Override
    public int compare(String a, String b) {
        int length = Math.min(a.length(), b.length());
        for (int i = 0; i < length; i++) {
            char x = a.charAt(i);
            char y = b.charAt(i);
            if (x != y) {
                return Character.compare(rank(x), rank(y));
            }
        }
        return Integer.compare(a.length(), b.length());
    }

    /// Surrogates stand for what comes after every character of one unit.
    private static char rank(char c) {
        if (c < Character.MIN_SURROGATE) {
            return c;
        }
        return Character.isSurrogate(c) ? (char) (c + 0x2000) : (char) (c - 0x800);
    }
}
